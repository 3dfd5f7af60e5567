namespace TrainingContainer.CloudWatch;

/// <summary>Under which name CloudWatch shows the metrics of a job.</summary>
/// <param name="Namespace">The namespace.</param>
/// <param name="TrainingJobName">The dimension of this name.</param>
/// <param name="Host">The dimension of this name, for example <c>algo-1</c>.</param>
/// <param name="StorageResolution">Seconds for which CloudWatch sums up values: 1 (high resolution) or 60.</param>
public sealed record MetricDestination(string Namespace, string TrainingJobName, string Host, int StorageResolution)
{
    /// <summary>The longest value of a dimension, in characters.</summary>
    public const int DimensionLengthMax = 1_024;

    /// <summary>The name of the job's dimension.</summary>
    public const string JobDimension = "TrainingJobName";

    /// <summary>The name of the host's dimension.</summary>
    public const string HostDimension = "Host";

    private const string Unnamed = "unnamed";

    /// <summary>Names the job's metrics.</summary>
    /// <param name="name">The namespace, valid.</param>
    /// <param name="job">The training job's name; null or empty where nobody gave one.</param>
    /// <param name="host">The host.</param>
    /// <param name="period">The time between two samples: below a minute they are stored in high resolution.</param>
    public static MetricDestination For(string name, string? job, string host, TimeSpan period) =>
        new(name, Dimension(job), Dimension(host), period < TimeSpan.FromMinutes(1) ? 1 : 60);

    /// <summary>
    /// CloudWatch takes printable ASCII that does not begin with a colon. Blanks and equals signs, which no name of the service has, are left
    /// out: a line of the embedded metric format must not look like one of the metric lines.
    /// </summary>
    private static string Dimension(string? text)
    {
        var allowed = string.Concat((text ?? "").Where(c => c is > ' ' and <= '~' and not '=').Take(DimensionLengthMax)).TrimStart(':');
        return allowed.Length > 0 ? allowed : Unnamed;
    }
}
