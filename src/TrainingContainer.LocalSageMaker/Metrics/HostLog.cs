using System.Globalization;
using System.Text;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>What one container prints: each line goes to the host's log and to the job's metrics.</summary>
internal sealed class HostLog(string host, string logFile, JobMetrics metrics, TimeProvider time) : IDisposable
{
    private readonly FileStream _log = new(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
    private readonly Lock _oneLine = new();
    private bool _isDisposed;

    /// <summary>Takes a line without its end. Safe to call from several threads.</summary>
    public void Add(string line)
    {
        lock (_oneLine)
        {
            if (_isDisposed) return;
            var (now, escaped) = (time.GetUtcNow(), LogLine.Escaped(line));
            _log.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {escaped}\n")));
            metrics.Add(host, escaped, now);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_oneLine)
        {
            _isDisposed = true;
            _log.Dispose();
        }
    }
}
