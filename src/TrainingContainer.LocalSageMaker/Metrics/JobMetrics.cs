using System.Text;
using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>Finds the metrics of all hosts in their lines, and appends them to the job's time series.</summary>
internal sealed class JobMetrics : IDisposable
{
    private readonly (string Name, MetricPattern Pattern)[] _metrics;
    private readonly FileStream _series;
    private readonly Lock _oneWriter = new();

    /// <summary>Goes on with the series; half a line that a killed runner has left is cut off.</summary>
    public JobMetrics(string seriesFile, IEnumerable<MetricDefinition> metrics)
    {
        _metrics = [.. metrics.Select(metric => (metric.Name, new MetricPattern(metric.Regex)))];
        _series = new FileStream(seriesFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        var text = new byte[_series.Length];
        _series.ReadExactly(text);
        _series.SetLength(text.AsSpan().LastIndexOf((byte)'\n') + 1);
        _series.Seek(0, SeekOrigin.End);
    }

    /// <summary>Takes a line of a host. Safe to call from several threads.</summary>
    /// <param name="host">Who printed it.</param>
    /// <param name="line">With its control characters escaped.</param>
    /// <param name="now">When it was read.</param>
    public void Add(string host, string line, DateTimeOffset now)
    {
        var found = new StringBuilder();
        foreach (var (name, pattern) in _metrics)
            if (pattern.Value(line) is { } value) found.Append(MetricSeries.Line(new MetricPoint(now, host, name, value)));
        if (found.Length == 0) return;
        lock (_oneWriter) _series.Write(Encoding.UTF8.GetBytes(found.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_oneWriter) _series.Dispose();
    }
}
