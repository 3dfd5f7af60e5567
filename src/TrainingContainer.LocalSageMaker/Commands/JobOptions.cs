using System.CommandLine;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>What the verbs of training jobs and of tuning jobs have in common.</summary>
internal static class JobOptions
{
    private static readonly Option<bool> Wait = Options.Flag(
        "--wait", "Follows the job to its end, a tuning job by a live table on a terminal; exit code 254 when it fails.");
    private static readonly Option<string> StatusEquals = Options.Word(
        "--status-equals", "Jobs of this status only.",
        JobStatus.InProgress, JobStatus.Completed, JobStatus.Failed, JobStatus.Stopping, JobStatus.Stopped);
    private static readonly Option<string> NameContains = Options.Text("--name-contains", "TEXT", "Jobs with this in their names only.");
    private static readonly Option<string> SortOrder = Options.Word("--sort-order", null, "Ascending", "Descending");
    private static readonly Option<int?> MaxItems = Options.Integer("--max-items", "COUNT", "The first ones only.", 1, int.MaxValue);

    /// <summary>The option that says where jobs are kept, of all commands.</summary>
    public static Option<string> Home { get; } = Options.FullPath("--home", "FOLDER", "Keeps the jobs ($XDG_DATA_HOME/local-sagemaker).");

    /// <summary>Where jobs are kept.</summary>
    /// <exception cref="IOException">It is no folder.</exception>
    public static LocalHome HomeOf(ParseResult options)
    {
        var path = options.GetValue(Home) ?? Path.GetFullPath(LocalHome.Default(Environment.GetEnvironmentVariable));
        return !File.Exists(path) ? new LocalHome(path)
            : throw new IOException(new Mistake(Home.Name, $"found {Shown.Quoted(path)}, which is no folder, expected one, which is made when it is not there").ToString());
    }

    /// <summary>A verb.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="options">Besides <see cref="Home"/>.</param>
    /// <param name="run">Runs it, and returns the exit code.</param>
    public static Command Verb(string name, string description, IEnumerable<Option> options, Func<ParseResult, int> run)
    {
        var verb = new Command(name, description);
        foreach (var option in options) verb.Add(option);
        verb.SetAction(run);
        return verb;
    }

    /// <summary>A verb that takes a job's name.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="request">A structure of one required member.</param>
    /// <param name="run">Does it with a job of a home, and returns the exit code.</param>
    public static Command VerbOfJob(string name, string description, StructureShape request, Func<LocalHome, string, int> run) =>
        Verb(name, description, ApiOptions.Of(request), options => run(HomeOf(options), NameOf(options, request)));

    /// <summary>The same, with exit code 0.</summary>
    public static Command VerbOfJob(string name, string description, StructureShape request, Action<LocalHome, string> run) =>
        VerbOfJob(name, description, request, (home, job) =>
        {
            run(home, job);
            return 0;
        });

    /// <summary>A verb that creates a job: prints the notices and the job's ARN, and follows the job when it is told to.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="request">The request's structure; its first member is the job's name.</param>
    /// <param name="arn">The answer's member.</param>
    /// <param name="create">Creates the job, and returns its ARN.</param>
    /// <param name="follow">Follows the job of a name, and returns the exit code.</param>
    public static Command CreateVerb(
        string name, string description, StructureShape request, string arn,
        Func<LocalHome, JsonElement, RunOptions, RequestFindings, string> create, Func<LocalHome, string, int> follow) =>
        Verb(name, description, [.. ApiOptions.Of(request), .. RunOptionsReader.All, Wait], options =>
        {
            var (home, given, findings) = (HomeOf(options), ApiOptions.Read(options, request), new RequestFindings());
            var created = create(home, given, RunOptionsReader.Read(options, home), findings);
            foreach (var notice in findings.Notices) Console.Error.WriteLine($"notice: {Shown.OneLine(notice)}");
            Output.Print(new JsonObject { [arn] = created });
            return options.GetValue(Wait) ? follow(home, given.Text(request.Members[0].Name)!) : 0;
        });

    /// <summary>Follows a job to its end, or until Ctrl-C or SIGTERM, which end the following and not the job.</summary>
    /// <param name="kind">training-job or hyper-parameter-tuning-job.</param>
    /// <param name="name">The job.</param>
    /// <param name="follow">Returns when the job is over, or leaves its terminal as it was and throws when it is cancelled.</param>
    /// <returns>The exit code; as that of a shell for the signal.</returns>
    public static int Follow(string kind, string name, Func<CancellationToken, Task<(string Status, string? FailureReason)>> follow)
    {
        using var cancellation = new CancellationTokenSource();
        var signal = 0;
        PosixSignalRegistration On(PosixSignal which, int number) => PosixSignalRegistration.Create(which, context =>
        {
            (context.Cancel, signal) = (true, number);
            cancellation.Cancel();
        });
        using var interrupt = On(PosixSignal.SIGINT, 2);
        using var terminate = On(PosixSignal.SIGTERM, 15);
        try
        {
            var (status, failureReason) = follow(cancellation.Token).GetAwaiter().GetResult();
            if (failureReason is not null) Console.Error.WriteLine(Shown.OneLine(failureReason));
            return status == JobStatus.Failed ? CommandLine.ServiceError : 0;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            Console.Error.WriteLine($"{name} goes on without this command; to stop it: local-sagemaker stop-{kind} --{kind}-name {name}");
            return 128 + signal;
        }
    }

    /// <summary>The job's name.</summary>
    /// <exception cref="JobInputException">There is none, or it is no such name.</exception>
    public static string NameOf(ParseResult options, StructureShape request)
    {
        var (given, findings) = (ApiOptions.Read(options, request), new RequestFindings());
        request.Check(given, "", findings);
        findings.ThrowIfRefused();
        return given.Text(request.Members[0].Name)!;
    }

    /// <summary>What is told of each job of a list. One that is damaged is named on standard error, and the list goes on without it.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <param name="summary">Reads a job.</param>
    public static IEnumerable<JsonObject> Summaries<T>(IEnumerable<T> jobs, Func<T, JsonObject> summary)
    {
        foreach (var job in jobs)
        {
            JsonObject? item = null;
            try
            {
                item = summary(job);
            }
            catch (Exception exception) when (exception is IOException or JobInputException)
            {
                Console.Error.WriteLine($"left out: {Shown.OneLine(exception.Message)}");
            }

            if (item is not null) yield return item;
        }
    }

    /// <summary>A verb that prints a list as its options want it: filtered, sorted, cut.</summary>
    /// <param name="name">The verb.</param>
    /// <param name="description">For <c>--help</c>.</param>
    /// <param name="more">Options besides those of every list.</param>
    /// <param name="kind">What the answer's member Summaries, and the items' members Name and Status, begin with.</param>
    /// <param name="summaries">All items of a home.</param>
    /// <param name="sortKey">What items are sorted by unless told otherwise.</param>
    /// <param name="isDescending">The order unless told otherwise.</param>
    /// <param name="moreSortKeys">Besides Name, CreationTime and Status. An item without that value is left out.</param>
    public static Command ListVerb(
        string name, string description, IEnumerable<Option> more, string kind,
        Func<LocalHome, ParseResult, IEnumerable<JsonObject>> summaries, string sortKey = "Name", bool isDescending = false, params (string Key, Func<JsonObject, IComparable?> Value)[] moreSortKeys)
    {
        string Text(JsonObject item, string of) => item[of]!.GetValue<string>();
        string NameOf(JsonObject item) => Text(item, $"{kind}Name");
        string StatusOf(JsonObject item) => Text(item, $"{kind}Status");
        (string Key, Func<JsonObject, IComparable?> Value)[] sortKeys =
            [("Name", NameOf), ("CreationTime", item => Text(item, "CreationTime")), ("Status", StatusOf), .. moreSortKeys];
        var sortBy = Options.Word("--sort-by", null, [.. sortKeys.Select(key => key.Key)]);
        return Verb(name, description, [.. more, StatusEquals, NameContains, sortBy, SortOrder, MaxItems], options =>
        {
            var value = sortKeys.Single(key => key.Key == (options.GetValue(sortBy) ?? sortKey)).Value;
            var items = summaries(HomeOf(options), options)
                .Where(item => options.GetValue(StatusEquals) is not { } wanted || StatusOf(item) == wanted)
                .Where(item => options.GetValue(NameContains) is not { } part || NameOf(item).Contains(part, StringComparison.Ordinal))
                .Where(item => value(item) is not null);
            // equals in the order of their names, so that of several best jobs the first is BestTrainingJob
            var sorted = ((options.GetValue(SortOrder) is { } order ? order == "Descending" : isDescending) ? items.OrderByDescending(value) : items.OrderBy(value))
                .ThenBy(NameOf, StringComparer.Ordinal);
            Output.Print(new JsonObject { [$"{kind}Summaries"] = new JsonArray([.. sorted.Take(options.GetValue(MaxItems) ?? int.MaxValue)]) });
            return 0;
        });
    }
}
