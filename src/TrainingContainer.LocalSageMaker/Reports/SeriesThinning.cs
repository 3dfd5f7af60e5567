namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>
/// Bounds what is drawn of a long series: it is cut into stretches of equally many values, of which the least and the greatest stay, so that
/// every peak does; so do the first and the last value.
/// </summary>
internal static class SeriesThinning
{
    /// <summary>The most values of one series.</summary>
    public const int PointsMax = 2_000;

    /// <summary>The most values of a page, as long as that leaves <see cref="PointsMin"/> for each series.</summary>
    public const int PagePointsMax = 100_000;

    /// <summary>No series is thinned below this.</summary>
    public const int PointsMin = 50;

    /// <summary>How many values each of so many series may have.</summary>
    public static int Limit(int seriesCount) => Math.Clamp(PagePointsMax / Math.Max(1, seriesCount), PointsMin, PointsMax);

    /// <summary>The points that stay, in their order.</summary>
    /// <param name="points">All points.</param>
    /// <param name="countMax">The most that may stay, at least 4.</param>
    public static IReadOnlyList<ReportPoint> Thin(IReadOnlyList<ReportPoint> points, int countMax)
    {
        if (points.Count <= countMax) return points;
        var kept = new List<ReportPoint>(countMax) { points[0] };
        var (inner, buckets) = (points.Count - 2L, (countMax - 2) / 2);
        for (var bucket = 0; bucket < buckets; bucket++)
        {
            var (start, end) = (1 + (int)(inner * bucket / buckets), 1 + (int)(inner * (bucket + 1) / buckets));
            var (least, greatest) = (start, start);
            for (var i = start + 1; i < end; i++)
            {
                if (points[i].Value < points[least].Value) least = i;
                if (points[i].Value > points[greatest].Value) greatest = i;
            }

            kept.Add(points[Math.Min(least, greatest)]);
            if (least != greatest) kept.Add(points[Math.Max(least, greatest)]);
        }

        kept.Add(points[^1]);
        return kept;
    }
}
