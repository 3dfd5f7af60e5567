using System.Text.RegularExpressions;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The options that no request to AWS has: how jobs are run on this machine.</summary>
internal static partial class RunOptionsReader
{
    private const double SecondsMax = 28 * 86_400;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "--runner", "--program", "--s3-root", "--s3-endpoint", "--region", "--spot-interruptions", "--internal-errors", "--stop-grace", "--spot-grace", "--spot-discount",
        "--checkpoint-interval", "--pipe-rate",
    ];

    /// <summary>Reads them; paths become absolute, since the runner may work elsewhere.</summary>
    /// <exception cref="JobInputException">One is wrong.</exception>
    public static RunOptions Read(CommandOptions options, LocalHome home)
    {
        var defaults = new RunOptions { S3Root = home.DefaultS3Root };
        var runner = options["--runner"] ?? defaults.Runner;
        if (runner is not ("process" or "docker")) throw new JobInputException([new Mistake("--runner", $"found {Shown.Quoted(runner)}, expected process or docker")]);
        var program = options.FullPath("--program") ?? DefaultProgram();
        if (runner == "process" && !File.Exists(program))
            throw new JobInputException([new Mistake("--program", $"found no program {program}, expected the one that stands in the image's place", "build it with scripts/setup.sh, or name another")]);
        var root = options.FullPath("--s3-root") ?? defaults.S3Root;
        if (File.Exists(root)) throw new JobInputException([new Mistake("--s3-root", $"found {Shown.Quoted(root)}, which is no folder, expected one with a folder for each bucket")]);
        // any name that can stand in an ARN and in a host's name: servers of one's own have regions that AWS has not
        var region = options["--region"] ?? defaults.Region;
        if (!RegionName().IsMatch(region)) throw new JobInputException([new Mistake("--region", $"found {Shown.Quoted(region)}, expected a region such as us-east-1")]);
        return new RunOptions
        {
            Runner = runner,
            Program = program,
            S3Root = root,
            S3Endpoint = EndpointOf(options),
            Region = region,
            SpotInterruptions = options["--spot-interruptions"],
            InternalErrors = options["--internal-errors"],
            StopGraceSeconds = options.Number("--stop-grace", 0, SecondsMax) ?? defaults.StopGraceSeconds,
            SpotGraceSeconds = options.Number("--spot-grace", 0, SecondsMax) ?? defaults.SpotGraceSeconds,
            SpotDiscount = options.Number("--spot-discount", 0, 0.99) ?? defaults.SpotDiscount,
            CheckpointIntervalSeconds = options.Number("--checkpoint-interval", 0, SecondsMax) ?? defaults.CheckpointIntervalSeconds,
            PipeBytesPerSecond = (long?)options.Number("--pipe-rate", 1, 1e12),
        };
    }

    // a URL is written down with the job's options, so nothing secret may be in it
    private static string? EndpointOf(CommandOptions options)
    {
        const string name = "--s3-endpoint";
        const string expected = "a URL like http://127.0.0.1:9000, or aws for S3 itself or what AWS_ENDPOINT_URL_S3 or AWS_ENDPOINT_URL names";
        if (options[name] is not { } given) return null;
        var mistakes = new List<Mistake>();
        if (options["--s3-root"] is not null) mistakes.Add(new Mistake(name, "found --s3-root beside it, expected one of the two", "leave one out"));
        var (where, endpoint) = (name, given);
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
