using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>A job's metrics over time, as CSV: <c>time,host,metric,value</c>. Lines are appended whole; half a line at the end is not read.</summary>
internal static class MetricSeries
{
    private const int Fields = 4;

    /// <summary>The line of a value, with its newline.</summary>
    public static string Line(MetricPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Time:O},{point.Host},\"{point.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{point.Value:R}\n");

    /// <summary>All values in their order; none when there is no file.</summary>
    /// <param name="path">The CSV file.</param>
    public static IReadOnlyList<MetricPoint> Read(string path)
    {
        if (!File.Exists(path)) return [];
        using var file = new StreamReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));
        var text = file.ReadToEnd();
        return [.. text[..(text.LastIndexOf('\n') + 1)].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(TryParse).OfType<MetricPoint>()];
    }

    // A name may hold commas: the fields around it cannot.
    private static MetricPoint? TryParse(string line)
    {
        var last = line.LastIndexOf(',');
        var first = line.Split(',', Fields - 1);
        return first.Length == Fields - 1
            && last > first[0].Length + first[1].Length + 1
            && DateTimeOffset.TryParse(first[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && float.TryParse(line.AsSpan(last + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new MetricPoint(time, first[1], line[(first[0].Length + first[1].Length + 3)..(last - 1)].Replace("\"\"", "\"", StringComparison.Ordinal), value)
            : null;
    }
}
