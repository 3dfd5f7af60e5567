namespace TrainingContainer.CloudWatch.Tests.Api;

public sealed class MetricDatumTests
{
    [Fact]
    public void EqualValues_AreCounted()
    {
        var datum = MetricDatum.Of(new(Samples.Metric(0), ManualTime.Start, [3, 1, 3, 3, 2])).ShouldHaveSingleItem();
        datum.Values.ShouldBe([3, 1, 2]);
        datum.Counts.ShouldBe([3, 1, 1]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(150, 1)]
    [InlineData(151, 2)]
    [InlineData(450, 3)]
    public void DifferentValues_AreAtMost150(int values, int data)
    {
        var parts = MetricDatum.Of(Samples.Different(values)).ToArray();
        parts.Length.ShouldBe(data);
        parts.ShouldAllBe(datum => datum.Values.Count <= 150 && datum.Counts.Count == datum.Values.Count);
        parts.SelectMany(datum => datum.Values).ShouldBe(Samples.Different(values).Values);
    }
}
