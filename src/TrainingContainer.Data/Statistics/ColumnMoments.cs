using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// Count, mean and sum of squared deviations of each column, in float64, of the values that are not missing. A chunk of rows is measured in
/// two passes (mean first, so nothing cancels) and merged by the formula of Chan, Golub and LeVeque (1979). Every operation is per column
/// and in the order of the rows, so the bits depend on the chunks only, not on vector width or threads.
/// </summary>
internal sealed class ColumnMoments(int columns)
{
    public long[] Counts { get; } = new long[columns];

    public double[] Means { get; } = new double[columns];

    public double[] SquaredDeviations { get; } = new double[columns];

    /// <summary>The moments of a few rows (below 2^31).</summary>
    public static ColumnMoments Of(IFeatureRows features, ReadOnlySpan<int> rows)
    {
        var moments = new ColumnMoments(features.ColumnCount);
        Span<double> means = moments.Means;
        var counts = new int[means.Length];
        foreach (int row in rows)
        {
            AddValues(features.Row(row), means, counts);
        }

        for (int i = 0; i < means.Length; i++)
        {
            moments.Counts[i] = counts[i];
            means[i] = counts[i] == 0 ? 0 : means[i] / counts[i];
        }

        foreach (int row in rows)
        {
            AddSquaredDeviations(features.Row(row), means, moments.SquaredDeviations);
        }

        return moments;
    }

    /// <summary>Adds the moments of further rows to these.</summary>
    public void Merge(ColumnMoments other)
    {
        for (int i = 0; i < Counts.Length; i++)
        {
            if (other.Counts[i] == 0)
            {
                continue;
            }

            double count = Counts[i] + other.Counts[i];
            double delta = other.Means[i] - Means[i];
            Means[i] += delta * (other.Counts[i] / count);
            SquaredDeviations[i] += other.SquaredDeviations[i] + (delta * delta * (Counts[i] * (other.Counts[i] / count)));
            Counts[i] += other.Counts[i];
        }
    }

    /// <summary>Gives neighbouring columns the moments of all their values together, e.g. the pixels of an image's channel.</summary>
    /// <param name="groups">How many groups of equal size the columns form.</param>
    public void ShareWithin(int groups)
    {
        int size = Counts.Length / groups;
        for (int first = 0; first < Counts.Length; first += size)
        {
            var shared = new ColumnMoments(1);
            for (int i = first; i < first + size; i++)
            {
                shared.Merge(Column(i));
            }

            Counts.AsSpan(first, size).Fill(shared.Counts[0]);
            Means.AsSpan(first, size).Fill(shared.Means[0]);
            SquaredDeviations.AsSpan(first, size).Fill(shared.SquaredDeviations[0]);
        }
    }

    private ColumnMoments Column(int index)
    {
        var column = new ColumnMoments(1);
        (column.Counts[0], column.Means[0], column.SquaredDeviations[0]) = (Counts[index], Means[index], SquaredDeviations[index]);
        return column;
    }

    private static void AddValues(ReadOnlySpan<float> row, Span<double> sums, Span<int> counts)
    {
        int i = 0;
        ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(row);
        Span<Vector<double>> vectorSums = MemoryMarshal.Cast<double, Vector<double>>(sums);
        Span<Vector<int>> vectorCounts = MemoryMarshal.Cast<int, Vector<int>>(counts);
        for (int v = 0; v < values.Length; v++, i += Vector<float>.Count)
        {
            Vector<float> value = values[v];
            Vector<int> present = Vector.Equals(value, value);
            vectorCounts[v] -= present;
            Vector.Widen(Vector.ConditionalSelect(present, value, Vector<float>.Zero), out Vector<double> low, out Vector<double> high);
            vectorSums[2 * v] += low;
            vectorSums[(2 * v) + 1] += high;
        }

        for (; i < row.Length; i++)
        {
            if (!float.IsNaN(row[i]))
            {
                sums[i] += row[i];
                counts[i]++;
            }
        }
    }

    private static void AddSquaredDeviations(ReadOnlySpan<float> row, ReadOnlySpan<double> means, Span<double> sums)
    {
        int i = 0;
        ReadOnlySpan<Vector<float>> values = MemoryMarshal.Cast<float, Vector<float>>(row);
        ReadOnlySpan<Vector<double>> vectorMeans = MemoryMarshal.Cast<double, Vector<double>>(means);
        Span<Vector<double>> vectorSums = MemoryMarshal.Cast<double, Vector<double>>(sums);
        for (int v = 0; v < values.Length; v++, i += Vector<float>.Count)
        {
            Vector.Widen(values[v], out Vector<double> low, out Vector<double> high);
            vectorSums[2 * v] += SquaredDeviation(low, vectorMeans[2 * v]);
            vectorSums[(2 * v) + 1] += SquaredDeviation(high, vectorMeans[(2 * v) + 1]);
        }

        for (; i < row.Length; i++)
        {
            double deviation = row[i] - means[i];
            sums[i] += double.IsNaN(deviation) ? 0 : deviation * deviation;
        }
    }

    private static Vector<double> SquaredDeviation(Vector<double> value, Vector<double> mean)
    {
        Vector<double> deviation = value - mean;
        return Vector.ConditionalSelect(Vector.Equals(value, value), deviation * deviation, Vector<double>.Zero);
    }
}
