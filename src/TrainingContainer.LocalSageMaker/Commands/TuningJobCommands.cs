using System.Globalization;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Progress;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verbs of tuning jobs.</summary>
internal static class TuningJobCommands
{
    private const string JobName = "--hyper-parameter-tuning-job-name";

    private static readonly StructureShape NameOnly = new(Member.Required("HyperParameterTuningJobName", TuningJobShapes.TuningJobName));

    /// <summary>create-hyper-parameter-tuning-job.</summary>
    public static int Create(IReadOnlyList<string> arguments) => JobOptions.Create(
        arguments, TuningJobShapes.CreateHyperParameterTuningJob, "HyperParameterTuningJobArn", (home, request, options, findings) => Jobs(home).Create(request, options, findings), Follow);

    /// <summary>describe-hyper-parameter-tuning-job.</summary>
    public static int Describe(IReadOnlyList<string> arguments)
    {
        var options = JobOptions.NameOnly(arguments, NameOnly);
        var home = JobOptions.HomeOf(options);
        Output.Print(new TuningJobDescription(home, Jobs(home).Find(JobOptions.NameOf(options, NameOnly))).Describe());
        return 0;
    }

    /// <summary>stop-hyper-parameter-tuning-job.</summary>
    public static int Stop(IReadOnlyList<string> arguments)
    {
        var options = JobOptions.NameOnly(arguments, NameOnly);
        Jobs(JobOptions.HomeOf(options)).Stop(JobOptions.NameOf(options, NameOnly));
        return 0;
    }

    /// <summary>wait hyper-parameter-tuning-job-completed-or-stopped, which the AWS CLI does not have.</summary>
    public static int Wait(IReadOnlyList<string> arguments)
    {
        var options = JobOptions.NameOnly(arguments, NameOnly);
        var home = JobOptions.HomeOf(options);
        return Follow(home, JobOptions.NameOf(options, NameOnly));
    }

    /// <summary>list-hyper-parameter-tuning-jobs.</summary>
    public static int List(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, JobOptions.ListNames, []);
        var home = JobOptions.HomeOf(options);
        const string name = "HyperParameterTuningJobName", status = "HyperParameterTuningJobStatus";
        JobOptions.PrintList(options, "HyperParameterTuningJobSummaries", JobOptions.Summaries(Jobs(home).All(), job => new TuningJobDescription(home, job).Summary()), name, status,
            [("Name", job => Text(job, name)), ("CreationTime", job => Text(job, "CreationTime")), ("Status", job => Text(job, status))]);
        return 0;
    }

    /// <summary>list-training-jobs-for-hyper-parameter-tuning-job.</summary>
    public static int ListTrainingJobs(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [JobName, .. JobOptions.ListNames], []);
        var home = JobOptions.HomeOf(options);
        var job = new TuningJobDescription(home, Jobs(home).Find(JobOptions.NameOf(options, NameOnly)));
        const string name = "TrainingJobName", status = "TrainingJobStatus";
        JobOptions.PrintList(options, "TrainingJobSummaries", job.Jobs.Select(trained => job.Summary(trained.Name)), name, status,
        [
            ("Name", item => Text(item, name)), ("CreationTime", item => Text(item, "CreationTime")), ("Status", item => Text(item, status)),
            ("FinalObjectiveMetricValue", item => item["FinalHyperParameterTuningJobObjectiveMetric"]?["Value"]!.GetValue<float>()),
        ]);
        return 0;
    }

    /// <summary>run-hyper-parameter-tuning-job: what the others start, never a person.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [JobOptions.Home, JobName], []);
        var home = JobOptions.HomeOf(options);
        var job = home.TuningJob(options.Required(JobName));
        using var runnerLock = job.TryLock();
        if (runnerLock is null) return 0;
        WholeFile.Write(job.RunnerProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        new TuningJobRunner(job, home, TrainingJobCommands.Jobs(home), TimeProvider.System).RunAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static int Follow(LocalHome home, string name) => JobOptions.Follow("hyper-parameter-tuning-job", name, async cancellation =>
    {
        var state = await new TuningFollower(home, Jobs(home)).FollowAsync(name, cancellation);
        return (state.Status, state.FailureReason);
    });

    private static string Text(JsonObject item, string member) => item[member]!.GetValue<string>();

    /// <summary>The tuning jobs of a home, with runners that are processes of their own.</summary>
    public static TuningJobs Jobs(LocalHome home) => new(home, job => RunnerProcess.Start(home, job), TimeProvider.System);
}
