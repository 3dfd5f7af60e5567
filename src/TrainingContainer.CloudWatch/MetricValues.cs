using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>The values of one metric within one second, the finest that CloudWatch stores.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Time">The second's beginning.</param>
/// <param name="Values">One or more that CloudWatch takes, in the order of measuring.</param>
public sealed record MetricValues(Metric Metric, DateTimeOffset Time, IReadOnlyList<double> Values)
{
    /// <summary>CloudWatch takes values from minus to plus this: 2^360.</summary>
    public static readonly double ValueMax = Math.ScaleB(1, 360);

    /// <summary>Whether CloudWatch takes a value: NaN, infinities and what is beyond <see cref="ValueMax"/> it refuses.</summary>
    public static bool IsAllowed(double value) => Math.Abs(value) <= ValueMax;

    /// <summary>Puts together what belongs together, in the order of time and then of metrics as they come.</summary>
    /// <param name="samples">In any order; values that CloudWatch does not take are left out.</param>
    public static IReadOnlyList<MetricValues> Of(IEnumerable<MetricSample> samples) =>
        [.. samples
            .Where(sample => IsAllowed(sample.Value))
            .GroupBy(sample => (Second: sample.Time.ToUnixTimeSeconds(), sample.Metric))
            .OrderBy(group => group.Key.Second)
            .Select(group => new MetricValues(
                group.Key.Metric, DateTimeOffset.FromUnixTimeSeconds(group.Key.Second), [.. group.Select(sample => sample.Value)]))];
}
