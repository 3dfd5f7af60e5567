using System.Globalization;
using System.Text.Json.Nodes;
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
    private const string Home = "--home";
    private const string JobName = "--training-job-name";

    private static readonly StructureShape NameOnly = new(Member.Required("TrainingJobName", TrainingJobShapes.JobName));

    private static readonly string[] Statuses = [JobStatus.InProgress, JobStatus.Completed, JobStatus.Failed, JobStatus.Stopping, JobStatus.Stopped];

    /// <summary>create-training-job.</summary>
    public static int Create(IReadOnlyList<string> arguments)
    {
        var shape = TrainingJobShapes.CreateTrainingJob;
        var options = new CommandOptions(arguments, [Home, .. RunOptionsReader.Names, .. ApiOptions.Valued(shape)], ["--wait", .. ApiOptions.Flags(shape)]);
        var home = HomeOf(options);
        var (jobs, findings) = (Jobs(home), new RequestFindings());
        var request = ApiOptions.Read(options, shape);
        var arn = jobs.Create(request, RunOptionsReader.Read(options, home), findings);
        foreach (var notice in findings.Notices) Console.Error.WriteLine($"notice: {Shown.OneLine(notice)}");
        Output.Print(new JsonObject { ["TrainingJobArn"] = arn });
        return options.Has("--wait") ? Follow(jobs, request.Text("TrainingJobName")!) : 0;
    }

    /// <summary>describe-training-job.</summary>
    public static int Describe(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Output.Print(TrainingJobDescription.Describe(Jobs(HomeOf(options)).Find(NameOf(options)), TimeProvider.System.GetUtcNow()));
        return 0;
    }

    /// <summary>stop-training-job.</summary>
    public static int Stop(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Jobs(HomeOf(options)).Stop(NameOf(options));
        return 0;
    }

    /// <summary>interrupt-training-job, which the AWS CLI does not have: a Spot interruption now.</summary>
    public static int Interrupt(IReadOnlyList<string> arguments)
    {
        var options = NameOptions(arguments);
        Jobs(HomeOf(options)).Interrupt(NameOf(options));
        return 0;
    }

    /// <summary>wait training-job-completed-or-stopped.</summary>
    public static int Wait(IReadOnlyList<string> arguments)
    {
        const string waiter = "training-job-completed-or-stopped";
        if (arguments is not [waiter, ..]) throw new JobInputException([new Mistake("command line", $"found no {waiter} behind wait, expected it")]);
        var options = NameOptions([.. arguments.Skip(1)]);
        return Follow(Jobs(HomeOf(options)), NameOf(options));
    }

    /// <summary>list-training-jobs.</summary>
    public static int List(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [Home, "--status-equals", "--name-contains", "--sort-by", "--sort-order", "--max-items"], []);
        Require(options, "--status-equals", Statuses);
        Require(options, "--sort-by", "Name", "CreationTime", "Status");
        Require(options, "--sort-order", "Ascending", "Descending");
        var jobs = Jobs(HomeOf(options)).All()
            .Select(job => (Job: job, State: job.ReadState()))
            .Where(job => options["--status-equals"] is not { } status || job.State.Status == status)
            .Where(job => options["--name-contains"] is not { } part || job.Job.Name.Contains(part, StringComparison.Ordinal))
            .OrderBy(job => options["--sort-by"] switch
            {
                "Name" => job.Job.Name,
                "Status" => job.State.Status,
                _ => job.State.CreationTime.ToString("O", CultureInfo.InvariantCulture),
            }, StringComparer.Ordinal).ToList();
        if (options["--sort-order"] != "Ascending") jobs.Reverse();
        var count = (int)(options.Number("--max-items", 1, int.MaxValue) ?? int.MaxValue);
        Output.Print(new JsonObject { ["TrainingJobSummaries"] = new JsonArray([.. jobs.Take(count).Select(job => TrainingJobDescription.Summary(job.Job))]) });
        return 0;
    }

    /// <summary>logs.</summary>
    public static int Logs(IReadOnlyList<string> arguments)
    {
        var options = new CommandOptions(arguments, [Home, JobName], ["--follow"]);
        var jobs = Jobs(HomeOf(options));
        var job = jobs.Find(options.Required(JobName));
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
        var options = new CommandOptions(arguments, [Home, JobName], []);
        var job = HomeOf(options).TrainingJob(options.Required(JobName));
        using var runnerLock = job.TryLock();
        if (runnerLock is null) return 0;
        WholeFile.Write(job.RunnerProcessFile, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        var run = job.ReadOptions();
        IContainerEngine engine = run.Runner == "docker" ? new DockerEngine(job.Name) : new ProcessEngine(run.Program!);
        new TrainingJobRunner(job, engine, TimeProvider.System).RunAsync().GetAwaiter().GetResult();
        return 0;
    }

    private static int Follow(TrainingJobs jobs, string name)
    {
        var state = jobs.WaitAsync(
            name, state => Console.Error.WriteLine($"{TrainingJobDescription.Time(state.LastModifiedTime)} {state.Status} {state.SecondaryStatus}"), CancellationToken.None).GetAwaiter().GetResult();
        if (state.FailureReason is { } reason) Console.Error.WriteLine(Shown.OneLine(reason));
        return state.Status == JobStatus.Failed ? CommandLine.ServiceError : 0;
    }

    private static CommandOptions NameOptions(IReadOnlyList<string> arguments) => new(arguments, [Home, .. ApiOptions.Valued(NameOnly)], []);

    private static string NameOf(CommandOptions options)
    {
        var (request, findings) = (ApiOptions.Read(options, NameOnly), new RequestFindings());
        NameOnly.Check(request, "", findings);
        findings.ThrowIfRefused();
        return request.Text("TrainingJobName")!;
    }

    private static void Require(CommandOptions options, string name, params string[] words)
    {
        if (options[name] is { } word && !words.Contains(word))
            throw new JobInputException([new Mistake(name, $"found {Shown.Quoted(word)}, expected {string.Join(" or ", words)}", Spelling.DidYouMean(word, words))]);
    }

    private static LocalHome HomeOf(CommandOptions options) => new(Path.GetFullPath(options[Home] ?? LocalHome.Default(Environment.GetEnvironmentVariable)));

    private static TrainingJobs Jobs(LocalHome home) => new(home, job => RunnerProcess.Start(home, job), TimeProvider.System);
}
