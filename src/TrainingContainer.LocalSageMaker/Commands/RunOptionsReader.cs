using System.CommandLine;
using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The options that no request to AWS has: how jobs are run on this machine.</summary>
internal static partial class RunOptionsReader
{
    private const double SecondsMax = 28 * 86_400;

    private static readonly Option<string> Runner = Options.Word(
        "--runner", "A plain process, or the TrainingImage by docker (process).", "process", "docker");
    private static readonly Option<string> Program = Options.FullPath(
        "--program", "PATH", "What runs as a process in the image's place (../training-container/training-container).");
    private static readonly Option<string> S3Root = Options.FullPath(
        "--s3-root", "FOLDER", "Stands for S3: a folder per bucket (HOME/s3).");
    private static readonly Option<string> S3Endpoint = Options.Text(
        "--s3-endpoint", "URL|aws", "An S3 API in place of the folder; aws: S3 itself, or AWS_ENDPOINT_URL_S3. Credentials: those of the AWS SDK.");
    private static readonly Option<string> Region = Options.Text("--region", "NAME", "For the ARN and AWS_REGION (us-east-1).");
    private static readonly Option<string> SpotInterruptions = Options.Text(
        "--spot-interruptions", "SCHEDULE",
        "Interruptions of a Spot job, in seconds of training: at=5s,12s or p=0.3/min,seed=1; wait=1s until the next start.");
    private static readonly Option<string> InternalErrors = Options.Text(
        "--internal-errors", "SCHEDULE", "Failures of the machine, for RetryStrategy, in the words of --spot-interruptions.");
    private static readonly Option<double?> StopGrace = Options.Number(
        "--stop-grace", "SECONDS", "The time from SIGTERM to SIGKILL at a stop (120).", 0, SecondsMax);
    private static readonly Option<double?> SpotGrace = Options.Number(
        "--spot-grace", "SECONDS", "The same at an interruption; 0: SIGKILL at once (120).", 0, SecondsMax);
    private static readonly Option<double?> SpotDiscount = Options.Number(
        "--spot-discount", "SHARE", "How much less Spot costs, for BillableTimeInSeconds (0.7).", 0, 0.99);
    private static readonly Option<double?> CheckpointInterval = Options.Number(
        "--checkpoint-interval", "SECONDS", "How often checkpoints are taken to S3 (1).", 0, SecondsMax);
    private static readonly Option<double?> PipeRate = Options.Number(
        "--pipe-rate", "BYTES", "How much goes into each pipe per second (as much as is read).", 1, 1e12);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Option> All { get; } =
    [
        Runner, Program, S3Root, S3Endpoint, Region, SpotInterruptions, InternalErrors, StopGrace, SpotGrace, SpotDiscount, CheckpointInterval, PipeRate,
    ];

    /// <summary>Reads them; paths are absolute, since the runner may work elsewhere.</summary>
    /// <exception cref="JobInputException">One is wrong.</exception>
    public static RunOptions Read(ParseResult options, LocalHome home)
    {
        var defaults = new RunOptions { S3Root = home.DefaultS3Root };
        var runner = options.GetValue(Runner) ?? defaults.Runner;
        var program = options.GetValue(Program) ?? DefaultProgram();
        if (runner == "process" && !File.Exists(program))
            throw new JobInputException([new Mistake("--program", $"found no program {program}, expected the one that stands in the image's place", "build it with scripts/setup.sh, or name another")]);
        var root = options.GetValue(S3Root) ?? defaults.S3Root;
        if (File.Exists(root)) throw new JobInputException([new Mistake("--s3-root", $"found {Shown.Quoted(root)}, which is no folder, expected one with a folder for each bucket")]);
        // any name that can stand in an ARN and in a host's name: servers of one's own have regions that AWS has not
        var region = options.GetValue(Region) ?? defaults.Region;
        if (!RegionName().IsMatch(region)) throw new JobInputException([new Mistake("--region", $"found {Shown.Quoted(region)}, expected a region such as us-east-1")]);
        var endpoint = EndpointOf(options);
        return new RunOptions
        {
            CredentialVariables = endpoint is null ? [] : CredentialVariables.Set(Environment.GetEnvironmentVariable),
            Runner = runner,
            Program = program,
            S3Root = root,
            S3Endpoint = endpoint,
            Region = region,
            SpotInterruptions = options.GetValue(SpotInterruptions),
            InternalErrors = options.GetValue(InternalErrors),
            StopGraceSeconds = options.GetValue(StopGrace) ?? defaults.StopGraceSeconds,
            SpotGraceSeconds = options.GetValue(SpotGrace) ?? defaults.SpotGraceSeconds,
            SpotDiscount = options.GetValue(SpotDiscount) ?? defaults.SpotDiscount,
            CheckpointIntervalSeconds = options.GetValue(CheckpointInterval) ?? defaults.CheckpointIntervalSeconds,
            PipeBytesPerSecond = (long?)options.GetValue(PipeRate),
        };
    }

    // a URL is written down with the job's options, so nothing secret may be in it
    private static string? EndpointOf(ParseResult options)
    {
        const string expected = "a URL like http://127.0.0.1:9000, or aws for S3 itself or what AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names";
        if (options.GetValue(S3Endpoint) is not { } given) return null;
        var mistakes = new List<Mistake>();
        if (options.GetValue(S3Root) is not null) mistakes.Add(new Mistake(S3Endpoint.Name, "found --s3-root beside it, expected one of the two", "leave one out"));
        var (where, endpoint) = (S3Endpoint.Name, given);
        if (given == RunOptions.AmazonItself)
        {
            foreach (var variable in (string[])["AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL"])
            {
                if (Environment.GetEnvironmentVariable(variable) is not { Length: > 0 } url) continue;
                (where, endpoint) = ($"environment variable {variable}", url);
                break;
            }
        }

        if (endpoint != RunOptions.AmazonItself)
        {
            if (!Uri.TryCreate(endpoint, UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
                mistakes.Add(new Mistake(where, $"found {Shown.Quoted(Redactor.Patterns.Redact(endpoint))}, expected {expected}"));
            else if (url.UserInfo.Length > 0 || url.Query.Length > 0 || url.Fragment.Length > 0)
                mistakes.Add(new Mistake(where, $"found a URL of {url.Host} with a user, a query or a fragment, expected none of them", "give credentials by AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or an AWS profile"));
        }

        return mistakes.Count == 0 ? endpoint : throw new JobInputException(mistakes);
    }

    [GeneratedRegex(@"\A[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z")]
    private static partial Regex RegionName();

    // scripts/setup.sh leaves the two programs in folders side by side
    private static string DefaultProgram() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "training-container", "training-container"));
}
