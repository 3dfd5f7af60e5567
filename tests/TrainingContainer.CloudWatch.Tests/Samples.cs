using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch.Tests;

/// <summary>Values to send.</summary>
internal static class Samples
{
    public static readonly MetricDestination Destination = new("Models/Digits", "digits-1", "algo-1", 1);

    public static Metric Metric(int number, MetricUnit unit = MetricUnit.None) =>
        new($"validation:metric_{number}", MetricDirection.Neither, "A metric of a test.") { Unit = unit };

    /// <summary>One value each of so many metrics, in one second.</summary>
    public static IReadOnlyList<MetricValues> OneEach(int metrics) =>
        [.. Enumerable.Range(0, metrics).Select(number => new MetricValues(Metric(number), ManualTime.Start, [number]))];

    /// <summary>So many different values of one metric, in one second.</summary>
    public static MetricValues Different(int values, int metric = 0) =>
        new(Metric(metric), ManualTime.Start, [.. Enumerable.Range(0, values).Select(value => value + 0.5)]);
}
