using System.Globalization;
using System.Text;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>
/// What one container prints: each line goes to the host's log and to the job's metrics. Lines that the disk does not take are lost and not
/// waited for: a container whose output nobody reads would stand still.
/// </summary>
/// <param name="host">Who prints.</param>
/// <param name="logFile">Its log.</param>
/// <param name="metrics">The job's.</param>
/// <param name="time">The clock.</param>
/// <param name="warn">Is told when lines are lost.</param>
internal sealed class HostLog(string host, string logFile, JobMetrics metrics, TimeProvider time, Action<string> warn) : IDisposable
{
    private readonly FileStream _log = new(logFile, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, 0);
    private readonly Lock _oneLine = new();
    private bool _isDisposed;
    private bool _isLosing;

    /// <summary>Takes a line without its end. Safe to call from several threads.</summary>
    public void Add(string line)
    {
        lock (_oneLine)
        {
            if (_isDisposed) return;
            var (now, escaped) = (time.GetUtcNow(), LogLine.Escaped(line));
            try
            {
                _log.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{now:yyyy-MM-ddTHH:mm:ss.fffZ} {escaped}\n")));
                metrics.Add(host, escaped, now);
                _isLosing = false;
            }
            catch (IOException exception)
            {
                if (!_isLosing) warn($"log lines and metrics of {host} are lost: {exception.Message}");
                _isLosing = true;
            }
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
