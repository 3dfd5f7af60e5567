using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verb report, which the AWS CLI does not have.</summary>
internal static class ReportCommands
{
    private const string OutputFile = "--output";
    private const string TuningJob = "--hyper-parameter-tuning-job-name";
    private const string TrainingJob = "--training-job-name";

    private static readonly StructureShape TrainingJobName = new(Member.Required("TrainingJobName", TrainingJobShapes.JobName));
    private static readonly StructureShape TuningJobName = new(Member.Required("HyperParameterTuningJobName", TuningJobShapes.TuningJobName));

    /// <summary>report.</summary>
    public static int Report(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [JobOptions.Home, OutputFile, TrainingJob, TuningJob], []);
        if (options[TrainingJob] is null == options[TuningJob] is null)
            throw new JobInputException([new Mistake("command line", $"found {(options[TuningJob] is null ? "neither" : "both")} of {TrainingJob} and {TuningJob}, expected one of them")]);
        var (home, now) = (JobOptions.HomeOf(options), TimeProvider.System.GetUtcNow());
        Write(options, options[TuningJob] is null
            ? TrainingReport.Content(TrainingJobCommands.Jobs(home).Find(JobOptions.NameOf(options, TrainingJobName)), now)
            : TuningReport.Content(TuningJobCommands.Jobs(home).Find(JobOptions.NameOf(options, TuningJobName)), home, now));
        return 0;
    }

    /// <summary>Writes the page where <c>--output</c> says, else as NAME.html into the current folder, and prints its path.</summary>
    private static void Write(CommandOptions options, ReportContent content)
    {
        var path = options.FullPath(OutputFile) ?? Path.GetFullPath($"{content.Name}.html");
        var folder = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
            throw new JobInputException([new Mistake(OutputFile, $"found {Shown.Quoted(path)}, which is a folder, expected a file", $"add the file's name: {Shown.Plain(Path.Join(path, content.Name))}.html")]);
        if (!Directory.Exists(folder))
            throw new JobInputException([new Mistake(OutputFile, $"found {Shown.Quoted(path)} in a folder that is not there, expected one that is", $"mkdir -p {Shown.Plain(folder ?? "/")}")]);
        WholeFile.Write(path, ReportPage.Render(content));
        Console.Out.WriteLine(path);
    }
}
