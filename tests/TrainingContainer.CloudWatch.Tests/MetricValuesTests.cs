namespace TrainingContainer.CloudWatch.Tests;

public sealed class MetricValuesTests
{
    private static MetricSample Sample(int metric, double value, double second) => new(Samples.Metric(metric), value, ManualTime.Start.AddSeconds(second));

    [Fact]
    public void Of_PutsTheValuesOfAMetricAndSecondTogether()
    {
        var values = MetricValues.Of([Sample(1, 10, 1.2), Sample(0, 5, 1.9), Sample(1, 11, 1.8), Sample(1, 9, 0.5), Sample(1, 11, 1.9)]);
        values.Select(metric => (metric.Metric.Name, (metric.Time - ManualTime.Start).TotalSeconds, string.Join(' ', metric.Values))).ShouldBe(
            [("validation:metric_1", 0, "9"), ("validation:metric_1", 1, "10 11 11"), ("validation:metric_0", 1, "5")]);
    }

    [Theory]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    [InlineData(double.NegativeInfinity, false)]
    [InlineData(2.348542582773833e108, true)]
    [InlineData(-2.348542582773833e108, true)]
    [InlineData(2.3485425827738337e108, false)]
    [InlineData(0, true)]
    public void Of_LeavesOutWhatCloudWatchDoesNotTake(double value, bool taken) =>
        MetricValues.Of([Sample(0, value, 0)]).Count.ShouldBe(taken ? 1 : 0);

    [Fact]
    public void ValueMax_IsTwoToThe360() => MetricValues.ValueMax.ShouldBe(Math.Pow(2, 360));
}
