namespace TrainingContainer.Data.Tests;

public sealed class StatisticsBuilderTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(3, 256, 7)]
    [InlineData(5, 257, 256)]
    [InlineData(40, 1000, 64)]
    public void Finish_HasTheBitsOfAllRowsTogether(int columns, int rows, int atATime)
    {
        var random = new KeyedRandom(RandomKey.For(columns, DrawPurpose.Calibration, rows));
        var features = new FeatureMatrix(columns);
        var builder = new StatisticsBuilder(columns);
        while (features.RowCount < rows)
        {
            var values = new float[columns * (int)Math.Min(atATime, rows - features.RowCount)];
            foreach (ref float value in values.AsSpan())
            {
                value = random.NextInt32(10) == 0 ? float.NaN : (float)random.NextDouble() * 100;
            }

            features.Append(values);
            builder.Append(values);
        }

        FeatureStatistics expected = FeatureStatistics.Of(features, [.. Enumerable.Range(0, rows)], 2);
        FeatureStatistics found = builder.Finish(null);
        found.Means.ShouldBe(expected.Means);
        found.StandardDeviations.ShouldBe(expected.StandardDeviations);
        found.MissingCounts.ShouldBe(expected.MissingCounts);
    }

    [Fact]
    public void Finish_Groups_ShareTheirMoments()
    {
        var builder = new StatisticsBuilder(4);
        builder.Append([1, 5, 10, float.NaN, 3, 5, 20, 30]);
        builder.Finish(2).Means.ShouldBe([3.5f, 3.5f, 20, 20]);
    }

    [Fact]
    public void Append_RowsOfAMegabyte_AreMeasuredInSmallerChunks()
    {
        var builder = new StatisticsBuilder(1 << 20);
        for (int row = 0; row < 5; row++)
        {
            builder.Append(Enumerable.Repeat((float)row, 1 << 20).ToArray());
        }

        builder.Finish(null).Means[^1].ShouldBe(2);
    }
}
