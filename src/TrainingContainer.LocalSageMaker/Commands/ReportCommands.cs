using System.CommandLine;
using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verb report, which the AWS CLI does not have.</summary>
internal static class ReportCommands
{
    private static readonly Option<string> OutputFile = Options.FullPath("--output", "FILE.html", "Where to (NAME.html).");

    private static readonly StructureShape TrainingJobName = new(Member.Required("TrainingJobName", TrainingJobShapes.JobName));
    private static readonly StructureShape TuningJobName = new(Member.Required("HyperParameterTuningJobName", TuningJobShapes.TuningJobName));

    /// <summary>report.</summary>
    public static Command Report()
    {
        Option training = ApiOptions.Of(TrainingJobName.Members[0]).Single(), tuning = ApiOptions.Of(TuningJobName.Members[0]).Single();
        const string description = "Writes one HTML page with charts that needs no network. Not in the AWS CLI.";
        return JobOptions.Verb("report", description, [training, tuning, OutputFile], options =>
        {
            var isTuning = options.GetResult(tuning) is not null;
            if (options.GetResult(training) is not null == isTuning)
                throw new JobInputException([new Mistake("command line", $"found {(isTuning ? "both" : "neither")} of {training.Name} and {tuning.Name}, expected one of them")]);
            var (home, now) = (JobOptions.HomeOf(options), TimeProvider.System.GetUtcNow());
            Write(options, isTuning
                ? TuningReport.Content(TuningJobCommands.Jobs(home).Find(JobOptions.NameOf(options, TuningJobName)), home, now)
                : TrainingReport.Content(TrainingJobCommands.Jobs(home).Find(JobOptions.NameOf(options, TrainingJobName)), now));
            return 0;
        });
    }

    /// <summary>Writes the page where <c>--output</c> says, else as NAME.html into the current folder, and prints its path.</summary>
    private static void Write(ParseResult options, ReportContent content)
    {
        var path = options.GetValue(OutputFile) ?? Path.GetFullPath($"{content.Name}.html");
        var folder = Path.GetDirectoryName(path);
        if (Directory.Exists(path))
            throw new JobInputException([new Mistake(OutputFile.Name, $"found {Shown.Quoted(path)}, which is a folder, expected a file", $"add the file's name: {Shown.Plain(Path.Join(path, content.Name))}.html")]);
        if (!Directory.Exists(folder))
            throw new JobInputException([new Mistake(OutputFile.Name, $"found {Shown.Quoted(path)} in a folder that is not there, expected one that is", $"mkdir -p {Shown.Plain(folder ?? "/")}")]);
        WholeFile.Write(path, ReportPage.Render(content));
        Console.Out.WriteLine(path);
    }
}
