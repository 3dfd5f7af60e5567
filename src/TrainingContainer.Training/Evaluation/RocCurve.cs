namespace TrainingContainer.Training;

/// <summary>The receiver operating characteristic of one class against the rest.</summary>
/// <param name="Auc">Area under the curve; NaN when the class, or the rest, has no rows, or a score is NaN.</param>
/// <param name="FalsePositiveRates">Of the points, ascending from 0 to 1.</param>
/// <param name="TruePositiveRates">Of the same points.</param>
/// <param name="Thresholds">A row counts as positive at this score or above; the first point has none and says 2.</param>
public sealed record RocCurve(double Auc, float[] FalsePositiveRates, float[] TruePositiveRates, float[] Thresholds)
{
    /// <summary>More points than this are thinned out evenly; the area is of all.</summary>
    public const int PointsMax = 101;

    /// <summary>The curve of scores. Rows of equal score move together, so ties count half.</summary>
    /// <param name="scores">One per row, in any order.</param>
    /// <param name="positive">Whether each row belongs to the class.</param>
    public static RocCurve Of(ReadOnlySpan<float> scores, ReadOnlySpan<bool> positive)
    {
        var keys = scores.ToArray();
        var items = positive.ToArray();
        Array.Sort(keys, items);
        long positives = items.Count(isPositive => isPositive);
        var negatives = items.Length - positives;
        // sorting puts NaN first; it has no place on a curve
        if (positives == 0 || negatives == 0 || float.IsNaN(keys[0]))
            return new(double.NaN, [], [], []);

        var points = new List<(float False, float True, float Threshold)> { (0, 0, 2) };
        double area = 0;
        long truePositives = 0, falsePositives = 0;
        for (var i = keys.Length - 1; i >= 0;)
        {
            var (threshold, trueBefore, falseBefore) = (keys[i], truePositives, falsePositives);
            for (; i >= 0 && keys[i] == threshold; i--)
            {
                if (items[i])
                    truePositives++;
                else
                    falsePositives++;
            }
            area += (falsePositives - falseBefore) * (trueBefore + truePositives) / 2.0;
            points.Add(((float)falsePositives / negatives, (float)truePositives / positives, threshold));
        }
        var thinned = Thin(points);
        return new(
            area / ((double)positives * negatives),
            [.. thinned.Select(point => point.False)], [.. thinned.Select(point => point.True)], [.. thinned.Select(point => point.Threshold)]);
    }

    private static IReadOnlyList<T> Thin<T>(List<T> points) => points.Count <= PointsMax
        ? points
        : [.. Enumerable.Range(0, PointsMax).Select(i => points[(int)((long)i * (points.Count - 1) / (PointsMax - 1))])];
}
