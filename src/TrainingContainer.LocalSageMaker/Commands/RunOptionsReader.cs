using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The options that no request to AWS has: how jobs are run on this machine.</summary>
internal static class RunOptionsReader
{
    private const double SecondsMax = 28 * 86_400;

    /// <summary>Their names.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "--runner", "--program", "--s3-root", "--region", "--spot-interruptions", "--internal-errors", "--stop-grace", "--spot-grace", "--spot-discount",
        "--checkpoint-interval", "--pipe-rate",
    ];

    /// <summary>Reads them; paths become absolute, since the runner may work elsewhere.</summary>
    /// <exception cref="JobInputException">One is wrong.</exception>
    public static RunOptions Read(CommandOptions options, LocalHome home)
    {
        var defaults = new RunOptions { S3Root = home.DefaultS3Root };
        var runner = options["--runner"] ?? defaults.Runner;
        if (runner is not ("process" or "docker")) throw new JobInputException([new Mistake("--runner", $"found {Shown.Quoted(runner)}, expected process or docker")]);
        var program = options["--program"] is { } given ? Path.GetFullPath(given) : DefaultProgram();
        if (runner == "process" && !File.Exists(program))
            throw new JobInputException([new Mistake("--program", $"found no program {program}, expected the one that stands in the image's place", "build it with scripts/setup.sh, or name another")]);
        return new RunOptions
        {
            Runner = runner,
            Program = program,
            S3Root = Path.GetFullPath(options["--s3-root"] ?? defaults.S3Root),
            Region = options["--region"] ?? defaults.Region,
            SpotInterruptions = options["--spot-interruptions"],
            InternalErrors = options["--internal-errors"],
            StopGraceSeconds = options.Number("--stop-grace", 0, SecondsMax) ?? defaults.StopGraceSeconds,
            SpotGraceSeconds = options.Number("--spot-grace", 0, SecondsMax) ?? defaults.SpotGraceSeconds,
            SpotDiscount = options.Number("--spot-discount", 0, 0.99) ?? defaults.SpotDiscount,
            CheckpointIntervalSeconds = options.Number("--checkpoint-interval", 0, SecondsMax) ?? defaults.CheckpointIntervalSeconds,
            PipeBytesPerSecond = (long?)options.Number("--pipe-rate", 1, 1e12),
        };
    }

    // scripts/setup.sh leaves the two programs in folders side by side
    private static string DefaultProgram() => Path.GetFullPath(Path.Combine(AppContext.BaseDirectory, "..", "training-container", "training-container"));
}
