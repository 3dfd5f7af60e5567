using System.CommandLine;
using System.Globalization;
using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Outputs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The verbs of training jobs.</summary>
internal static class TrainingJobCommands
{
    private static readonly StructureShape NameOnly = new(Member.Required("TrainingJobName", TrainingJobShapes.JobName));

    /// <summary>All but wait.</summary>
    public static IEnumerable<Command> All() =>
    [
        JobOptions.CreateVerb("create-training-job", "Starts a training job.", TrainingJobShapes.CreateTrainingJob, "TrainingJobArn",
            (home, request, options, findings) => Jobs(home).Create(request, options, findings), Follow),
        JobOptions.VerbOfJob("describe-training-job", "Prints all that is known of a training job.", NameOnly,
            (home, name) => Output.Print(TrainingJobDescription.Describe(Jobs(home).Find(name), TimeProvider.System.GetUtcNow()))),
        JobOptions.ListVerb("list-training-jobs", "Prints training jobs, the newest first.", [], "TrainingJob",
            (home, _) => JobOptions.Summaries(Jobs(home).All(), TrainingJobDescription.Summary), "CreationTime", isDescending: true),
        JobOptions.VerbOfJob("stop-training-job", "Stops a training job; its model is kept.", NameOnly,
            (home, name) => Jobs(home).Stop(name)),
        JobOptions.VerbOfJob("interrupt-training-job", "A Spot interruption of a training job, now. Not in the AWS CLI.", NameOnly,
            (home, name) => Jobs(home).Interrupt(name)),
        JobOptions.VerbOfJob(UploadAgain.Verb, "Uploads the results of a training job whose upload failed. Not in the AWS CLI.", NameOnly,
            (home, name) => UploadAgain.Run(Jobs(home).Find(name), TimeProvider.System, warning => Console.Error.WriteLine(Shown.OneLine(warning)))),
        Logs(),
        JobOptions.VerbOfJob(RunnerProcess.TrainingVerb, "Runs a training job.", NameOnly, Run),
    ];

    /// <summary>wait training-job-completed-or-stopped.</summary>
    public static Command Wait() => JobOptions.VerbOfJob(
        "training-job-completed-or-stopped", "Follows a training job to its end; exit code 254 when it fails.", NameOnly, Follow);

    private static Command Logs()
    {
        var follow = Options.Flag("--follow", "Goes on until the job is over.");
        return JobOptions.Verb("logs", "Prints the log lines of a training job. Not in the AWS CLI.", [.. ApiOptions.Of(NameOnly), follow], options =>
        {
            var jobs = Jobs(JobOptions.HomeOf(options));
            var job = jobs.Find(JobOptions.NameOf(options, NameOnly));
            var printed = new Dictionary<string, long>();
            if (options.GetValue(follow))
            {
                while (!JobStatus.IsFinal(jobs.State(job.Name).Status))
                {
                    LogPrinter.PrintNew(job, printed, Console.Out);
                    Task.Delay(LogPrinter.Poll).Wait();
                }
            }

            LogPrinter.PrintNew(job, printed, Console.Out);
            return 0;
        });
    }

    // what the others start, never a person
    private static void Run(LocalHome home, string name)
    {
        var job = home.TrainingJob(name);
        using var runnerLock = job.TryLock();
        if (runnerLock is null) return;
        WholeFile.Write(job.RunnerProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var run = job.ReadOptions();
        IContainerEngine engine = run.Runner == "docker" ? new DockerEngine(job.Name) : new ProcessEngine(run.Program!);
        new TrainingJobRunner(job, engine, TimeProvider.System, warning => Console.Error.WriteLine(Shown.OneLine(warning))).RunAsync().GetAwaiter().GetResult();
    }

    private static int Follow(LocalHome home, string name) => JobOptions.Follow("training-job", name, async cancellation =>
    {
        var state = await Jobs(home).WaitAsync(
            name, state => Console.Error.WriteLine($"{TrainingJobDescription.Time(state.LastModifiedTime)} {state.Status} {state.SecondaryStatus}"), cancellation);
        return (state.Status, state.FailureReason);
    });

    /// <summary>The training jobs of a home, with runners that are processes of their own.</summary>
    public static TrainingJobs Jobs(LocalHome home) => new(home, job => RunnerProcess.Start(home, job), TimeProvider.System, notice => Console.Error.WriteLine(Shown.OneLine(notice)));
}
