using System.Globalization;
using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verbs of training jobs.</summary>
internal static class TrainingJobCommands
{
    private const string JobName = "--training-job-name";

    private static readonly StructureShape NameOnly = new(Member.Required("TrainingJobName", TrainingJobShapes.JobName));

    /// <summary>create-training-job.</summary>
    public static int Create(IReadOnlyList<string> arguments) => JobOptions.Create(
        arguments, TrainingJobShapes.CreateTrainingJob, "TrainingJobArn", (home, request, options, findings) => Jobs(home).Create(request, options, findings), Follow);

    /// <summary>describe-training-job.</summary>
    public static int Describe(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Output.Print(TrainingJobDescription.Describe(Jobs(JobOptions.HomeOf(options)).Find(NameOf(options)), TimeProvider.System.GetUtcNow()));
        return 0;
    }

    /// <summary>stop-training-job.</summary>
    public static int Stop(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Jobs(JobOptions.HomeOf(options)).Stop(NameOf(options));
        return 0;
    }

    /// <summary>interrupt-training-job, which the AWS CLI does not have: a Spot interruption now.</summary>
    public static int Interrupt(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Jobs(JobOptions.HomeOf(options)).Interrupt(NameOf(options));
        return 0;
    }

    /// <summary>wait training-job-completed-or-stopped.</summary>
    public static int Wait(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        return Follow(JobOptions.HomeOf(options), NameOf(options));
    }

    /// <summary>list-training-jobs.</summary>
    public static int List(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, JobOptions.ListNames, []);
        JobOptions.PrintList(options, "TrainingJobSummaries", JobOptions.Summaries(Jobs(JobOptions.HomeOf(options)).All(), TrainingJobDescription.Summary), "TrainingJobName", "TrainingJobStatus",
            [("CreationTime", job => job["CreationTime"]!.GetValue<string>()), ("Name", job => job["TrainingJobName"]!.GetValue<string>()), ("Status", job => job["TrainingJobStatus"]!.GetValue<string>())],
            isDescending: true);
        return 0;
    }

    /// <summary>logs.</summary>
    public static int Logs(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [JobOptions.Home, JobName], ["--follow"]);
        var jobs = Jobs(JobOptions.HomeOf(options));
        var job = jobs.Find(NameOf(options));
        var printed = new Dictionary<string, long>();
        if (options.Has("--follow"))
        {
            while (!JobStatus.IsFinal(jobs.State(job.Name).Status))
            {
                LogPrinter.PrintNew(job, printed, Console.Out);
                Task.Delay(LogPrinter.Poll).Wait();
            }
        }

        LogPrinter.PrintNew(job, printed, Console.Out);
        return 0;
    }

    /// <summary>run-training-job: what the others start, never a person.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [JobOptions.Home, JobName], []);
        var job = JobOptions.HomeOf(options).TrainingJob(options.Required(JobName));
        using var runnerLock = job.TryLock();
        if (runnerLock is null) return 0;
        WholeFile.Write(job.RunnerProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var run = job.ReadOptions();
        IContainerEngine engine = run.Runner == "docker" ? new DockerEngine(job.Name) : new ProcessEngine(run.Program!);
        new TrainingJobRunner(job, engine, TimeProvider.System, warning => Console.Error.WriteLine(Shown.OneLine(warning))).RunAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static int Follow(LocalHome home, string name) => JobOptions.Follow("training-job", name, async cancellation =>
    {
        var state = await Jobs(home).WaitAsync(
            name, state => Console.Error.WriteLine($"{TrainingJobDescription.Time(state.LastModifiedTime)} {state.Status} {state.SecondaryStatus}"), cancellation);
        return (state.Status, state.FailureReason);
    });

    private static CommandOptions NameOptions(IReadOnlyList<string> arguments) => JobOptions.NameOnly(arguments, NameOnly);

    private static string NameOf(CommandOptions options) => JobOptions.NameOf(options, NameOnly);

    /// <summary>The training jobs of a home, with runners that are processes of their own.</summary>
    public static TrainingJobs Jobs(LocalHome home) => new(home, job => RunnerProcess.Start(home, job), TimeProvider.System);
}
