using System.Globalization;

namespace TrainingContainer.SageMaker;

/// <summary>What SageMaker, its SDK or its tuner say about the job beside its hyperparameters.</summary>
/// <param name="JobName">The training job's name; null where nobody says.</param>
/// <param name="Region">The AWS region, for example <c>eu-central-1</c>; null where nobody says.</param>
/// <param name="LogLevel">Python's number of the least level to log: 10 debug, 20 information, 30 warning, 40 error, 50 critical.</param>
/// <param name="TuningObjectiveMetric">The metric that the tuning job optimizes; null outside a tuning job.</param>
/// <param name="Warning">What could not be used, in a sentence; null when all could.</param>
public sealed record ServiceHyperparameters(string? JobName, string? Region, int LogLevel, string? TuningObjectiveMetric, string? Warning)
{
    /// <summary>The log level where nobody asks for another: information.</summary>
    public const int DefaultLogLevel = 20;

    /// <summary>
    /// Whether this is a job of the service itself, which brings channels and keeps checkpoints and results in S3: it alone sets
    /// <c>TRAINING_JOB_ARN</c>; the SDK's local mode sets the job's name only.
    /// </summary>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static bool IsService(Func<string, string?> getVariable)
    {
        ArgumentNullException.ThrowIfNull(getVariable);
        return Given(getVariable("TRAINING_JOB_ARN")) is not null;
    }

    private const int LogLevelMax = 50;
    private const string LogLevelName = "sagemaker_container_log_level";

    /// <summary>
    /// Reads them. The environment names the job and the region on the service, the SDK's hyperparameters elsewhere; the log level is the
    /// SDK's, or that of the image (<c>SAGEMAKER_CONTAINER_LOG_LEVEL</c>, as for AWS's own training toolkit).
    /// </summary>
    /// <param name="reserved">The job's reserved hyperparameters, decoded: <see cref="HyperparameterValues.Reserved"/>.</param>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static ServiceHyperparameters Read(IReadOnlyDictionary<string, string> reserved, Func<string, string?> getVariable)
    {
        ArgumentNullException.ThrowIfNull(reserved);
        ArgumentNullException.ThrowIfNull(getVariable);
        var asked = Given(reserved.GetValueOrDefault(LogLevelName)) ?? Given(getVariable(LogLevelName.ToUpperInvariant()));
        var level = DefaultLogLevel;
        var usable = asked is null
            || (int.TryParse(asked, NumberStyles.None, CultureInfo.InvariantCulture, out level) && level <= LogLevelMax);
        return new ServiceHyperparameters(
            Given(getVariable("TRAINING_JOB_NAME")) ?? Given(reserved.GetValueOrDefault("sagemaker_job_name")),
            Given(getVariable("AWS_REGION")) ?? Given(reserved.GetValueOrDefault("sagemaker_region")),
            usable ? level : DefaultLogLevel,
            Given(reserved.GetValueOrDefault(ReservedNames.TuningObjectiveMetric)),
            usable ? null : $"{LogLevelName}: found {Shown.Quoted(asked!)}, expected 10, 20, 30, 40 or 50; logging at {DefaultLogLevel}");
    }

    /// <summary>One line for the start of the log, for example <c>job digits-7 in eu-central-1, tuned for validation:loss</c>.</summary>
    /// <returns>Null when there is nothing to say.</returns>
    public string? Describe()
    {
        var job = JobName is null ? "" : $"job {Shown.Plain(JobName)}";
        var region = Region is null ? "" : $"{(job.Length > 0 ? " in" : "region")} {Shown.Plain(Region)}";
        var tuning = TuningObjectiveMetric is null
            ? ""
            : $"{(job.Length + region.Length > 0 ? ", " : "")}tuned for {Shown.Plain(TuningObjectiveMetric)}";
        return job + region + tuning is { Length: > 0 } text ? text : null;
    }

    private static string? Given(string? text) => string.IsNullOrWhiteSpace(text) || text.Trim() is "null" or "None" ? null : text.Trim();
}
