namespace TrainingContainer.Data.Tests;

/// <summary>Pearson's test of counts that should be equal.</summary>
internal static class ChiSquare
{
    public static double Of(ReadOnlySpan<int> counts)
    {
        double total = 0;
        foreach (int count in counts)
        {
            total += count;
        }

        double expected = total / counts.Length;
        double sum = 0;
        foreach (int count in counts)
        {
            sum += (count - expected) * (count - expected) / expected;
        }

        return sum;
    }

    /// <summary>What a fair draw stays below, but once in 30,000 (Wilson and Hilferty's approximation, 4 sigma).</summary>
    public static double Limit(int freedom)
    {
        if (freedom == 0)
        {
            return 0;
        }

        double t = 2.0 / (9 * freedom);
        return freedom * Math.Pow(1 - t + (4 * Math.Sqrt(t)), 3);
    }
}
