using TrainingContainer.Output;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Checks a job without training it, and tells everything that was found.</summary>
/// <param name="paths">Where the job lies.</param>
/// <param name="output">Where the report goes.</param>
/// <param name="errors">Where it is told that the checks themselves failed.</param>
internal sealed class ValidateCommand(JobPaths paths, TextWriter output, TextWriter errors)
{
    /// <summary>Runs it.</summary>
    /// <param name="json">One JSON object instead of lines for people.</param>
    /// <returns>0 when nothing is wrong, else 1.</returns>
    public int Run(bool json)
    {
        using var native = new NativeTermination(Fail);
        try
        {
            using var storage = JobStorage.Open(_ => { }, errors.WriteLine, TimeProvider.System);
            var report = new JobValidation(paths) { Storage = storage }.Run(CancellationToken.None);
            if (json)
                output.WriteLine(report.ToJson());
            else
                ValidationText.Write(output, report, paths);
            return report.Ok ? 0 : 1;
        }
        catch (Exception exception)
        {
            return Fail(exception);
        }
    }

    private int Fail(Exception exception)
    {
        errors.WriteLine($"the checks failed: {FailureReport.Compose(exception)}");
        return 1;
    }
}
