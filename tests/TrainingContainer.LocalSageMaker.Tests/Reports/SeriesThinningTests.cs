using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class SeriesThinningTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(1999)]
    [InlineData(2000)]
    public void Series_WithinTheLimit_Stays(int count)
    {
        var points = Points(count, i => i);
        SeriesThinning.Thin(points, 2000).ShouldBeSameAs(points);
    }

    [Theory]
    [InlineData(2001, 2000)]
    [InlineData(100_000, 2000)]
    [InlineData(1_000_000, 50)]
    [InlineData(11, 5)]
    public void LongSeries_IsBoundedAndKeepsItsOrderEndsAndPeaks(int count, int limit)
    {
        var points = Points(count, i => i == count / 3 ? 1000 : i == count / 2 ? -1000 : MathF.Sin(i));

        var kept = SeriesThinning.Thin(points, limit);

        kept.Count.ShouldBeInRange(limit / 2, limit);
        kept[0].ShouldBe(points[0]);
        kept[^1].ShouldBe(points[^1]);
        kept.ShouldContain(point => point.Value == 1000);
        kept.ShouldContain(point => point.Value == -1000);
        kept.Zip(kept.Skip(1)).ShouldAllBe(pair => pair.First.Number < pair.Second.Number);
        kept.ShouldBeSubsetOf(points);
    }

    [Fact]
    public void EveryStretch_KeepsItsLeastAndGreatestValue()
    {
        // a spike up or down in every stretch of ten
        var points = Points(1002, i => i % 10 == 3 ? i : i % 10 == 7 ? -i : 0);
        var kept = SeriesThinning.Thin(points, 202).Select(point => point.Value).ToHashSet();
        foreach (var point in points.Skip(1).SkipLast(1).Where(point => point.Value != 0)) kept.ShouldContain(point.Value);
    }

    [Fact]
    public void ConstantSeries_KeepsOneValueOfEachStretch() => SeriesThinning.Thin(Points(10_000, _ => 1), 100).Count.ShouldBe(51);

    [Theory]
    [InlineData(0, 2000)]
    [InlineData(1, 2000)]
    [InlineData(50, 2000)]
    [InlineData(500, 200)]
    [InlineData(100_000, 50)]
    public void Limit_BoundsThePage(int series, int expected) => SeriesThinning.Limit(series).ShouldBe(expected);

    private static ReportPoint[] Points(int count, Func<int, float> value) =>
        [.. Enumerable.Range(0, count).Select(i => new ReportPoint(i + 1, DateTimeOffset.UnixEpoch.AddSeconds(i), value(i)))];
}
