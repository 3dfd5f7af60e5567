using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>A job's metrics over time, as CSV: <c>time,host,metric,value</c>. Lines are appended whole; half a line at the end is not read. <see cref="MetricReader"/> reads what is new.</summary>
internal static class MetricSeries
{
    private const int Fields = 4;

    /// <summary>The line of a value, with its newline.</summary>
    public static string Line(MetricPoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.Time:O},{point.Host},\"{point.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\",{point.Value:R}\n");

    /// <summary>All values in their order; none when there is no file.</summary>
    /// <param name="path">The CSV file.</param>
    public static IReadOnlyList<MetricPoint> Read(string path)
    {
        var points = new List<MetricPoint>();
        new MetricReader(path).ReadNew(points.Clear, points.Add);
        return points;
    }

    /// <summary>The value of a line without its newline; null when it is no such line.</summary>
    public static MetricPoint? TryParse(string line)
    {
        // a name may hold commas: the fields around it cannot
        var fields = line.Split(',', Fields - 1);
        if (fields.Length < Fields - 1) return null;
        var name = fields[0].Length + fields[1].Length + 3;
        var last = line.LastIndexOf(',');
        return last > name && line[name - 1] == '"' && line[last - 1] == '"'
            && DateTimeOffset.TryParse(fields[0], CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var time)
            && float.TryParse(line.AsSpan(last + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            ? new MetricPoint(time, fields[1], line[name..(last - 1)].Replace("\"\"", "\"", StringComparison.Ordinal), value)
            : null;
    }
}
