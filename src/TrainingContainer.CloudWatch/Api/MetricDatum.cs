using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>An item of PutMetricData: the different values of a metric within a second, and how often each occurred.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Time">When.</param>
/// <param name="Values">1 to <see cref="ValuesMax"/>, no two the same.</param>
/// <param name="Counts">As many, each at least 1.</param>
public sealed record MetricDatum(Metric Metric, DateTimeOffset Time, IReadOnlyList<double> Values, IReadOnlyList<double> Counts)
{
    /// <summary>The most values of an item.</summary>
    public const int ValuesMax = 150;

    /// <summary>How many values it stands for.</summary>
    public long ValueCount => (long)Counts.Sum();

    /// <summary>The items that values make.</summary>
    public static IEnumerable<MetricDatum> Of(MetricValues values) =>
        values.Values.GroupBy(value => value).Chunk(ValuesMax).Select(part => new MetricDatum(
            values.Metric, values.Time, [.. part.Select(same => same.Key)], [.. part.Select(same => (double)same.Count())]));
}
