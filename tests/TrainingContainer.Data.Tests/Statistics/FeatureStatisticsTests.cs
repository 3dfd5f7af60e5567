namespace TrainingContainer.Data.Tests;

public sealed class FeatureStatisticsTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 10)]
    [InlineData(37, 1000)]
    [InlineData(784, 600)]
    public void Of_MatchesTheDefinition(int columns, int rows)
    {
        FeatureMatrix features = Random(columns, rows, missing: 0.1);
        FeatureStatistics statistics = FeatureStatistics.Of(features, All(rows), 2);
        for (int column = 0; column < columns; column++)
        {
            double[] values = [.. Enumerable.Range(0, rows).Select(row => (double)features.Row(row)[column]).Where(value => !double.IsNaN(value))];
            double mean = values.Length == 0 ? 0 : values.Average();
            double deviation = values.Length == 0 ? 0 : Math.Sqrt(values.Average(value => (value - mean) * (value - mean)));
            statistics.Means[column].ShouldBe((float)mean, 1e-4f);
            statistics.StandardDeviations[column].ShouldBe(deviation == 0 ? 1 : (float)deviation, 1e-3f);
            statistics.MissingCounts[column].ShouldBe(rows - values.Length);
        }
    }

    [Fact]
    public void Of_Groups_ShareTheMomentsOfTheirColumns()
    {
        var features = new FeatureMatrix(4);
        features.Append([1, 5, 10, float.NaN, 3, 5, 20, 30]);
        FeatureStatistics statistics = FeatureStatistics.Of(features, All(2), 1, groups: 2);
        statistics.Means.ShouldBe([3.5f, 3.5f, 20, 20]);
        statistics.StandardDeviations[1].ShouldBe(MathF.Sqrt(((2.5f * 2.5f) + (0.5f * 0.5f) + (1.5f * 1.5f * 2)) / 4), 1e-6f);
        statistics.StandardDeviations[3].ShouldBe(MathF.Sqrt(200f / 3), 1e-5f);
        statistics.MissingCounts.ShouldBe([0L, 0, 0, 1]);
    }

    [Fact]
    public void Of_GroupsThatDoNotDivideTheColumns_AreRefused() =>
        Should.Throw<ArgumentException>(() => FeatureStatistics.Of(new FeatureMatrix(4), All(0), 1, groups: 3));

    [Fact]
    public void Of_LargeOffset_DoesNotCancel()
    {
        var features = new FeatureMatrix(1);
        for (int i = 0; i < 10_000; i++)
        {
            features.Append([1e6f + (i % 2)]);
        }

        FeatureStatistics statistics = FeatureStatistics.Of(features, All(10_000), 2);
        statistics.Means[0].ShouldBe(1e6f + 0.5f);
        statistics.StandardDeviations[0].ShouldBe(0.5f);
    }

    [Fact]
    public void Of_AnyThreads_GivesTheSameBits()
    {
        FeatureMatrix features = Random(19, 5000, missing: 0.05);
        FeatureStatistics one = FeatureStatistics.Of(features, All(5000), 1);
        foreach (int threads in (int[])[2, 3, 8, 64])
        {
            FeatureStatistics many = FeatureStatistics.Of(features, All(5000), threads);
            many.Means.ShouldBe(one.Means);
            many.StandardDeviations.ShouldBe(one.StandardDeviations);
            many.MissingCounts.ShouldBe(one.MissingCounts);
        }
    }

    [Fact]
    public void Of_ConstantAndAllMissingColumns_HaveScaleOne()
    {
        var features = new FeatureMatrix(2);
        for (int i = 0; i < 1000; i++)
        {
            features.Append([0.1f, float.NaN]);
        }

        FeatureStatistics statistics = FeatureStatistics.Of(features, All(1000), 2);
        statistics.Means.ShouldBe([0.1f, 0]);
        statistics.StandardDeviations.ShouldBe([1, 1]);
        statistics.MissingCounts.ShouldBe([0, 1000]);

        statistics.Standardize(features, 2);
        features.Row(999).ToArray().ShouldBe([0, 0]);
    }

    [Fact]
    public void Of_ChosenRows_LeavesOutTheOthers()
    {
        var features = new FeatureMatrix(1);
        features.Append([1, 100, 3]);
        FeatureStatistics statistics = FeatureStatistics.Of(features, [0, 2], 1);
        statistics.Means.ShouldBe([2]);
        statistics.StandardDeviations.ShouldBe([1]);
        FeatureStatistics.Of(features, [], 1).StandardDeviations.ShouldBe([1]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void Standardize_GivesMeanZeroAndDeviationOne(int threads)
    {
        FeatureMatrix features = Random(37, 3000, missing: 0);
        FeatureStatistics.Of(features, All(3000), threads).Standardize(features, threads);
        FeatureStatistics after = FeatureStatistics.Of(features, All(3000), threads);
        after.Means.ShouldAllBe(mean => Math.Abs(mean) < 1e-5);
        after.StandardDeviations.ShouldAllBe(deviation => Math.Abs(deviation - 1) < 1e-5);
    }

    [Fact]
    public void Standardize_Row_IsTheFormula_MissingIsZero()
    {
        var statistics = new FeatureStatistics([1, 2, 3], [2, 4, 8], [0, 0, 0]);
        float[] row = [5, float.NaN, -5];
        statistics.Standardize(row);
        row.ShouldBe([2, 0, -1]);
        Should.Throw<ArgumentOutOfRangeException>(() => statistics.Standardize(new float[2]));
    }

    [Fact]
    public void None_ChangesNothingButMissing()
    {
        float[] row = [5, float.NaN, -5];
        FeatureStatistics.None(3).Standardize(row);
        row.ShouldBe([5, 0, -5]);
    }

    private static FeatureMatrix Random(int columns, int rows, double missing)
    {
        var features = new FeatureMatrix(columns);
        var random = new KeyedRandom(new RandomKey((ulong)columns));
        var row = new float[columns];
        for (int i = 0; i < rows; i++)
        {
            for (int column = 0; column < columns; column++)
            {
                row[column] = random.NextDouble() < missing ? float.NaN : (float)(column + (random.NextDouble() * 10));
            }

            features.Append(row);
        }

        return features;
    }

    private static int[] All(int rows) => [.. Enumerable.Range(0, rows)];
}
