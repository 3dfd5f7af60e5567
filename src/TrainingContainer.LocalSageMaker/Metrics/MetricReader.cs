using System.Text;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>
/// Reads a job's time series as it grows: each call reads what is new since the call before, and nothing when the file's length and time are the same.
/// Memory does not grow with the file. A line is read once it is whole. A file that was cut off or replaced is read again from its beginning: what
/// comes before and at the place reached is compared.
/// </summary>
/// <param name="path">The CSV file of <see cref="MetricSeries"/>; it need not be there yet.</param>
internal sealed class MetricReader(string path)
{
    /// <summary>The longest line; a longer one is left out. Names and hosts of a job take no more than a few hundred bytes.</summary>
    public const int LineBytesMax = 64 << 10;

    private const int MarkBytes = 256;

    private byte[] _beginning = [];
    private byte[] _end = [];
    private long _offset;
    private bool _inLongLine;
    private (long Length, DateTime Time) _seen = (0, default);

    /// <summary>Reads the values that are new.</summary>
    /// <param name="restart">Called before the first value when those of earlier calls are void: the file is another one.</param>
    /// <param name="add">Called with each value, in their order.</param>
    public void ReadNew(Action restart, Action<MetricPoint> add)
    {
        var info = new FileInfo(path);
        var now = info.Exists ? (info.Length, info.LastWriteTimeUtc) : (0, default);
        if (now == _seen) return;
        if (!info.Exists)
        {
            Restart(restart);
            _seen = now;
            return;
        }

        using var file = TryOpen();
        if (file is null) return;
        if (!GoesOn(file)) Restart(restart);
        ReadLines(file, add);
        if (_offset > 0) (_beginning, _end) = (Bytes(file, 0), Bytes(file, Math.Max(0, _offset - MarkBytes)));
        _seen = now;
    }

    /// <summary>The file; null when it has gone since it was looked at, which the next call finds out.</summary>
    private FileStream? TryOpen()
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Restart(Action restart)
    {
        if (_offset > 0) restart();
        (_offset, _inLongLine, _beginning, _end) = (0, false, [], []);
    }

    /// <summary>Whether the file still holds what was read of it.</summary>
    private bool GoesOn(FileStream file) =>
        file.Length >= _offset && Bytes(file, 0).AsSpan().SequenceEqual(_beginning) && Bytes(file, Math.Max(0, _offset - MarkBytes)).AsSpan().SequenceEqual(_end);

    /// <summary>Some of the bytes that were read, from a place on.</summary>
    private byte[] Bytes(FileStream file, long start)
    {
        var bytes = new byte[Math.Min(MarkBytes, _offset - start)];
        file.Position = start;
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private void ReadLines(FileStream file, Action<MetricPoint> add)
    {
        var buffer = new byte[LineBytesMax];
        file.Position = _offset;
        for (var count = 0; ;)
        {
            var read = file.Read(buffer, count, buffer.Length - count);
            if (read == 0) return;
            count += read;
            var used = 0;
            for (int length; (length = buffer.AsSpan(used, count - used).IndexOf((byte)'\n')) >= 0; used += length + 1)
            {
                if (!_inLongLine && MetricSeries.TryParse(Encoding.UTF8.GetString(buffer, used, length)) is { } point) add(point);
                _inLongLine = false;
            }

            if (used == 0 && count == buffer.Length) (used, _inLongLine) = (count, true);
            _offset += used;
            count -= used;
            buffer.AsSpan(used, count).CopyTo(buffer);
        }
    }
}
