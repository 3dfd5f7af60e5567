using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// Mean and population standard deviation of each feature, to standardize inputs. Missing values (NaN) are left out; a column without any
/// value has mean 0; a constant column has scale 1, so it becomes 0. The bits are the same for any number of threads.
/// </summary>
/// <param name="Means">One per column.</param>
/// <param name="StandardDeviations">One per column, above 0.</param>
/// <param name="MissingCounts">Missing values per column.</param>
public sealed record FeatureStatistics(float[] Means, float[] StandardDeviations, long[] MissingCounts)
{
    /// <summary>Rows that are measured as one. Part of the result's bits: never change.</summary>
    internal const int ChunkRows = 256;

    /// <summary>Measures the given rows.</summary>
    /// <param name="features">The features.</param>
    /// <param name="rows">0-based rows, e.g. the training part of a split.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    /// <param name="groups">
    /// Groups of equal size that neighbouring columns form, each with one mean and one standard deviation, e.g. the channels of an image;
    /// null = each column has its own.
    /// </param>
    public static FeatureStatistics Of(IFeatureRows features, ReadOnlySpan<int> rows, int threads, int? groups = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        if (groups is { } given && (given < 1 || features.ColumnCount % given != 0))
        {
            throw new ArgumentException($"Found {given} groups, expected a divisor of the {features.ColumnCount} columns.", nameof(groups));
        }

        int[] chosen = rows.ToArray();
        int chunks = (chosen.Length + ChunkRows - 1) / ChunkRows;
        var total = new ColumnMoments(features.ColumnCount);
        var wave = new ColumnMoments[Math.Min(chunks, threads * 4)];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads };
        for (int start = 0; start < chunks; start += wave.Length)
        {
            int count = Math.Min(wave.Length, chunks - start);
            Parallel.For(0, count, parallel, i =>
            {
                int first = (start + i) * ChunkRows;
                wave[i] = ColumnMoments.Of(features, chosen.AsSpan(first, Math.Min(ChunkRows, chosen.Length - first)));
            });
            for (int i = 0; i < count; i++)
            {
                total.Merge(wave[i]);
            }
        }

        long[] missing = Array.ConvertAll(total.Counts, count => chosen.Length - count);
        if (groups is not null)
        {
            total.ShareWithin(groups.Value);
        }

        return From(total, missing);
    }

    /// <summary>Statistics that change nothing (but turn missing values into 0).</summary>
    /// <param name="columns">Features per row.</param>
    public static FeatureStatistics None(int columns)
    {
        var ones = new float[columns];
        ones.AsSpan().Fill(1);
        return new FeatureStatistics(new float[columns], ones, new long[columns]);
    }

    /// <summary>Replaces every value by (value - mean) / standard deviation, in place; missing values become 0, which is the mean.</summary>
    /// <param name="features">As many columns as these statistics.</param>
    /// <param name="threads">Threads to use, at least 1.</param>
    public void Standardize(FeatureMatrix features, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(features.ColumnCount, Means.Length, nameof(features));
        const int RowsPerTask = 1024;
        long tasks = (features.RowCount + RowsPerTask - 1) / RowsPerTask;
        Parallel.For(0L, tasks, new ParallelOptions { MaxDegreeOfParallelism = threads }, task =>
        {
            long end = Math.Min(features.RowCount, (task + 1) * RowsPerTask);
            for (long row = task * RowsPerTask; row < end; row++)
            {
                Standardize(features.Row(row));
            }
        });
    }

    /// <summary>Standardizes one row in place.</summary>
    /// <param name="row">One value per column.</param>
    public void Standardize(Span<float> row)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(row.Length, Means.Length, nameof(row));
        Span<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(row);
        ReadOnlySpan<Vector<float>> means = MemoryMarshal.Cast<float, Vector<float>>(Means);
        ReadOnlySpan<Vector<float>> deviations = MemoryMarshal.Cast<float, Vector<float>>(StandardDeviations);
        for (int v = 0; v < values.Length; v++)
        {
            Vector<float> value = values[v];
            Vector<float> standardized = (value - means[v]) / deviations[v];
            values[v] = Vector.ConditionalSelect(Vector.Equals(value, value), standardized, Vector<float>.Zero);
        }

        for (int i = values.Length * Vector<float>.Count; i < row.Length; i++)
        {
            row[i] = float.IsNaN(row[i]) ? 0 : (row[i] - Means[i]) / StandardDeviations[i];
        }
    }

    internal static FeatureStatistics From(ColumnMoments moments, long[] missing)
    {
        int columns = moments.Counts.Length;
        var statistics = None(columns) with { MissingCounts = missing };
        for (int i = 0; i < columns; i++)
        {
            long count = moments.Counts[i];
            statistics.Means[i] = (float)moments.Means[i];
            float deviation = count == 0 ? 0 : (float)Math.Sqrt(moments.SquaredDeviations[i] / count);
            statistics.StandardDeviations[i] = deviation > 0 ? deviation : 1;
        }

        return statistics;
    }
}
