using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch.Tests;

public sealed class CloudWatchMetricsTests
{
    [Fact]
    public void Declarations_AreAllowedNamesWithAUnitEach()
    {
        // the catalog checks names and that none is declared twice
        new MetricCatalog(CloudWatchMetrics.All).Metrics.Count.ShouldBe(10);
        CloudWatchMetrics.All.ShouldAllBe(metric => metric.Unit != MetricUnit.None && !metric.Objective);
    }

    [Fact]
    public void Units_AreThoseOfTheApi() => Enum.GetValues<MetricUnit>()
        .Select(unit => CloudWatchMetrics.UnitOf(Samples.Metric(0, unit))).ShouldBe(["None", "Seconds", "Percent", "Bytes", "Count/Second"]);
}
