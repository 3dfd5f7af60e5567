using System.Text;
using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>Finds the metrics of all hosts in their lines, and appends them to the job's time series.</summary>
internal sealed class JobMetrics : IDisposable
{
    private const int BlockBytes = 4096;

    private readonly (string Name, MetricPattern Pattern)[] _metrics;
    private readonly FileStream _series;
    private readonly Lock _oneWriter = new();

    /// <summary>Goes on with the series; half a line that a killed runner has left is cut off.</summary>
    public JobMetrics(string seriesFile, IEnumerable<MetricDefinition> metrics)
    {
        _metrics = [.. metrics.Select(metric => (metric.Name, new MetricPattern(metric.Regex)))];
        _series = new FileStream(seriesFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, 0);
        _series.SetLength(EndOfLines());
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

    /// <summary>How many bytes whole lines take; looked for from the end on, since the series may be long.</summary>
    private long EndOfLines()
    {
        var block = new byte[BlockBytes];
        for (var end = _series.Length; end > 0;)
        {
            var part = block.AsSpan(0, (int)Math.Min(BlockBytes, end));
            end -= part.Length;
            _series.Position = end;
            _series.ReadExactly(part);
            if (part.LastIndexOf((byte)'\n') is >= 0 and var last) return end + last + 1;
        }

        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_oneWriter) _series.Dispose();
    }
}
