using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Progress;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verbs of tuning jobs.</summary>
internal static class TuningJobCommands
{
    private static readonly StructureShape NameOnly = new(Member.Required("HyperParameterTuningJobName", TuningJobShapes.TuningJobName));

    /// <summary>All but wait.</summary>
    public static IEnumerable<Command> All() =>
    [
        JobOptions.CreateVerb("create-hyper-parameter-tuning-job", "Starts a tuning job.", TuningJobShapes.CreateHyperParameterTuningJob,
            "HyperParameterTuningJobArn", (home, request, options, findings) => Jobs(home).Create(request, options, findings), Follow),
        JobOptions.VerbOfJob("describe-hyper-parameter-tuning-job", "Prints all that is known of a tuning job.", NameOnly,
            (home, name) => Output.Print(new TuningJobDescription(home, Jobs(home).Find(name)).Describe())),
        JobOptions.ListVerb("list-hyper-parameter-tuning-jobs", "Prints tuning jobs.", [], "HyperParameterTuningJob",
            (home, _) => JobOptions.Summaries(Jobs(home).All(), job => new TuningJobDescription(home, job).Summary())),
        JobOptions.ListVerb("list-training-jobs-for-hyper-parameter-tuning-job", "Prints the training jobs of a tuning job.", ApiOptions.Of(NameOnly),
            "TrainingJob", SummariesOfTrainingJobs,
            moreSortKeys:
                ("FinalObjectiveMetricValue", item => item["FinalHyperParameterTuningJobObjectiveMetric"]?["Value"]!.GetValue<float>())),
        JobOptions.VerbOfJob("stop-hyper-parameter-tuning-job", "Stops a tuning job and its training jobs.", NameOnly,
            (home, name) => Jobs(home).Stop(name)),
        JobOptions.VerbOfJob(RunnerProcess.TuningVerb, "Runs a tuning job.", NameOnly, Run),
    ];

    /// <summary>wait hyper-parameter-tuning-job-completed-or-stopped, which the AWS CLI does not have.</summary>
    public static Command Wait() => JobOptions.VerbOfJob(
        "hyper-parameter-tuning-job-completed-or-stopped",
        "Follows a tuning job to its end; exit code 254 when it fails. Not in the AWS CLI.", NameOnly, Follow);

    private static IEnumerable<JsonObject> SummariesOfTrainingJobs(LocalHome home, ParseResult options)
    {
        var job = new TuningJobDescription(home, Jobs(home).Find(JobOptions.NameOf(options, NameOnly)));
        return job.Jobs.Select(trained => job.Summary(trained.Name));
    }

    // what the others start, never a person
    private static void Run(LocalHome home, string name)
    {
        var job = home.TuningJob(name);
        using var runnerLock = job.TryLock();
        if (runnerLock is null) return;
        WholeFile.Write(job.RunnerProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        new TuningJobRunner(job, home, TrainingJobCommands.Jobs(home), TimeProvider.System).RunAsync().GetAwaiter().GetResult();
    }

    private static int Follow(LocalHome home, string name) => JobOptions.Follow("hyper-parameter-tuning-job", name, async cancellation =>
    {
        var state = await new TuningFollower(home, Jobs(home)).FollowAsync(name, cancellation);
        return (state.Status, state.FailureReason);
    });

    /// <summary>The tuning jobs of a home, with runners that are processes of their own.</summary>
    public static TuningJobs Jobs(LocalHome home) => new(home, job => RunnerProcess.Start(home, job), TimeProvider.System, notice => Console.Error.WriteLine(Shown.OneLine(notice)));
}
