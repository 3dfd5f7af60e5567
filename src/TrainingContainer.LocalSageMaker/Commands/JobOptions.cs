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
    /// <summary>The option that says where jobs are kept.</summary>
    public const string Home = "--home";

    private static readonly string[] Statuses = [JobStatus.InProgress, JobStatus.Completed, JobStatus.Failed, JobStatus.Stopping, JobStatus.Stopped];

    /// <summary>Where jobs are kept.</summary>
    /// <exception cref="JobInputException">The path is empty.</exception>
    /// <exception cref="IOException">It is no folder.</exception>
    public static LocalHome HomeOf(CommandOptions options)
    {
        var path = options.FullPath(Home) ?? Path.GetFullPath(LocalHome.Default(Environment.GetEnvironmentVariable));
        return !File.Exists(path) ? new LocalHome(path)
            : throw new IOException(new Mistake(Home, $"found {Shown.Quoted(path)}, which is no folder, expected one, which is made when it is not there").ToString());
    }

    /// <summary>A verb that creates a job: prints the notices and the job's ARN, and follows the job when it is told to.</summary>
    /// <param name="arguments">Behind the verb.</param>
    /// <param name="request">The request's structure; its first member is the job's name.</param>
    /// <param name="arn">The answer's member.</param>
    /// <param name="create">Creates the job, and returns its ARN.</param>
    /// <param name="follow">Follows the job of a name.</param>
    /// <returns>The exit code.</returns>
    public static int Create(
        IReadOnlyList<string> arguments, StructureShape request, string arn, Func<LocalHome, JsonElement, RunOptions, RequestFindings, string> create, Func<LocalHome, string, int> follow)
    {
        var options = new CommandOptions(arguments, [Home, .. RunOptionsReader.Names, .. ApiOptions.Valued(request)], ["--wait", .. ApiOptions.Flags(request)]);
        var (home, given, findings) = (HomeOf(options), ApiOptions.Read(options, request), new RequestFindings());
        var created = create(home, given, RunOptionsReader.Read(options, home), findings);
        foreach (var notice in findings.Notices) Console.Error.WriteLine($"notice: {Shown.OneLine(notice)}");
        Output.Print(new JsonObject { [arn] = created });
        return options.Has("--wait") ? follow(home, given.Text(request.Members[0].Name)!) : 0;
    }

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

    /// <summary>The options of a verb that takes a job's name only.</summary>
    /// <param name="arguments">Behind the verb.</param>
    /// <param name="request">A structure of one required member.</param>
    public static CommandOptions NameOnly(IReadOnlyList<string> arguments, StructureShape request) => new(arguments, [Home, .. ApiOptions.Valued(request)], []);

    /// <summary>The job's name.</summary>
    /// <exception cref="JobInputException">There is none, or it is no such name.</exception>
    public static string NameOf(CommandOptions options, StructureShape request)
    {
        var (given, findings) = (ApiOptions.Read(options, request), new RequestFindings());
        request.Check(given, "", findings);
        findings.ThrowIfRefused();
        return given.Text(request.Members[0].Name)!;
    }

    /// <summary>Refuses an option's value that is none of the words.</summary>
    /// <exception cref="JobInputException">It is none of them.</exception>
    public static void Require(CommandOptions options, string name, params string[] words)
    {
        if (options[name] is { } word && !words.Contains(word))
            throw new JobInputException([new Mistake(name, $"found {Shown.Quoted(word)}, expected {string.Join(" or ", words)}", Spelling.DidYouMean(word, words))]);
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

    /// <summary>Prints a list as the options want it: filtered, sorted, cut.</summary>
    /// <param name="options">Those of <see cref="ListNames"/>.</param>
    /// <param name="member">The answer's member.</param>
    /// <param name="summaries">All items.</param>
    /// <param name="name">The member that is an item's name.</param>
    /// <param name="status">The member that is its status.</param>
    /// <param name="sortKeys">What items can be sorted by; the first unless told otherwise. An item without that value is left out.</param>
    /// <param name="isDescending">The order unless told otherwise.</param>
    public static void PrintList(
        CommandOptions options, string member, IEnumerable<JsonObject> summaries, string name, string status, IReadOnlyList<(string Key, Func<JsonObject, IComparable?> Value)> sortKeys,
        bool isDescending = false)
    {
        Require(options, "--status-equals", Statuses);
        Require(options, "--sort-by", [.. sortKeys.Select(key => key.Key)]);
        Require(options, "--sort-order", "Ascending", "Descending");
        string Text(JsonObject item, string of) => item[of]!.GetValue<string>();
        var value = sortKeys.FirstOrDefault(key => key.Key == options["--sort-by"], sortKeys[0]).Value;
        var items = summaries
            .Where(item => options["--status-equals"] is not { } wanted || Text(item, status) == wanted)
            .Where(item => options["--name-contains"] is not { } part || Text(item, name).Contains(part, StringComparison.Ordinal))
            .Where(item => value(item) is not null);
        // equals in the order of their names, so that of several best jobs the first is BestTrainingJob
        var sorted = ((options["--sort-order"] is { } order ? order == "Descending" : isDescending) ? items.OrderByDescending(value) : items.OrderBy(value))
            .ThenBy(item => Text(item, name), StringComparer.Ordinal);
        var count = options.Integer("--max-items", 1, int.MaxValue) ?? int.MaxValue;
        Output.Print(new JsonObject { [member] = new JsonArray([.. sorted.Take(count)]) });
    }

    /// <summary>The options of a list.</summary>
    public static IReadOnlyList<string> ListNames { get; } = [Home, "--status-equals", "--name-contains", "--sort-by", "--sort-order", "--max-items"];
}
