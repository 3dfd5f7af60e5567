using System.Runtime.InteropServices;
using Serilog;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>
/// Ends the process when a stop takes too long: a step, a read or a write that does not return. What is half-written is removed from
/// the model folder, for SageMaker uploads it as it is. A whole model there is the job's result: exit code 0, as for any stop. Without
/// one whatever was learned is lost, so the job has failed: exit code 1, and the failure file says why.
/// </summary>
/// <param name="paths">Where the model is.</param>
/// <param name="log">Is told.</param>
/// <param name="stop">What asked for the end.</param>
/// <param name="placeholder">Removed when there is a whole model.</param>
/// <param name="redactor">Keeps secrets out of the failure file.</param>
internal sealed class StopOverdue(JobPaths paths, ILogger log, StopSignal stop, FailurePlaceholder placeholder, Redactor redactor)
{
    public TimeSpan Limit { get; } = StopDeadline.LimitFromEnvironment(Environment.GetEnvironmentVariable);

    public void Announce() => log.Information("{Reason:l}: the job ends at the next safe point, within {Seconds} s", stop.Reason, (int)Limit.TotalSeconds);

    public void End()
    {
        var exitCode = 1;
        try
        {
            var exception = new TimeoutException(
                $"stopped ({stop.Reason}), and the work in flight did not end within {(int)Limit.TotalSeconds} s. Fix: use a smaller batch_size, so that a step is shorter");
            exitCode = UnfinishedModel.Remove(paths.Model) ? 0 : 1;
            if (exitCode == 0)
            {
                log.Warning("{Message:l}; the model in {Model:l} is whole", exception.Message, paths.Model);
                placeholder.Dispose();
            }
            else
                Lost(exception);
        }
        finally
        {
            // not Environment.Exit: it runs libtorch's destructors while its threads compute, and waits for them
            EndNow(exitCode);
        }
    }

    private void Lost(TimeoutException exception)
    {
        log.Error("{Message:l}; there is no model", exception.Message);
        FailureReport.Write(paths, exception, TrainingFailures.Classifier, redactor);
    }

    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void EndNow(int exitCode);
}
