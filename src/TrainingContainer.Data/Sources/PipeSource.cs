namespace TrainingContainer.Data;

/// <summary>
/// One pass over a channel in Pipe mode: the FIFO <c>&lt;channel&gt;_&lt;epoch&gt;</c>, plain or gzip (members one after the other included).
/// <para>
/// The service makes a FIFO per pass, numbered from 0 in each container; it may come late, and opening it may come before the writer does.
/// Both, and every wait for data, end after the same timeout with a <see cref="DataException"/>. Closing early is allowed: the writer
/// gets EPIPE and goes on with the next FIFO. Source: SageMaker Developer Guide, "Access training data", Pipe mode.
/// </para>
/// </summary>
public sealed class PipeSource : RecordSource
{
    private const int GzipBufferBytes = 256 << 10;

    private static readonly TimeSpan AppearancePeriod = TimeSpan.FromMilliseconds(50);

    private readonly string _directory;
    private readonly long _epoch;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private bool _opened;

    /// <summary>The pipe of one epoch.</summary>
    /// <param name="channelName">The channel's name, for messages.</param>
    /// <param name="directory">The FIFOs' path without <c>_&lt;epoch&gt;</c>, such as <c>/opt/ml/input/data/train</c>.</param>
    /// <param name="epoch">0-based: how many passes this container has begun before.</param>
    /// <param name="timeout">How long nothing may happen before the pipe counts as stalled; null = <see cref="TimeoutDefault"/>.</param>
    /// <param name="time">Measures it.</param>
    public PipeSource(string channelName, string directory, long epoch, TimeSpan? timeout, TimeProvider time)
        : base(channelName)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(timeout ?? TimeoutDefault, TimeSpan.Zero, nameof(timeout));
        _directory = directory;
        _epoch = epoch;
        _timeout = timeout ?? TimeoutDefault;
        _time = time;
    }

    /// <summary>10 minutes.</summary>
    public static TimeSpan TimeoutDefault { get; } = TimeSpan.FromMinutes(10);

    internal override string Origin => $"{_directory}_{_epoch}";

    private DataPlace Place => new(ChannelName) { Epoch = _epoch };

    /// <inheritdoc/>
    internal override SourcePart? Next(CancellationToken cancellation)
    {
        if (_opened)
        {
            return null;
        }

        _opened = true;
        string path = Origin;
        WaitFor(path, cancellation);
        var pipe = new FifoStream(path, Place, _timeout, _time, cancellation);
        var bytes = new PeekStream(pipe);
        try
        {
            return new SourcePart(
                bytes.IsGzip() ? new GzipText(new BufferedStream(bytes, GzipBufferBytes)) : bytes, Place, pipe);
        }
        catch
        {
            bytes.Dispose();
            throw;
        }
    }

    private void WaitFor(string path, CancellationToken cancellation)
    {
        long start = _time.GetTimestamp();
        using var tick = new ManualResetEventSlim();
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            switch (KindOf(path))
            {
                case FileKinds.Fifo:
                    return;
                case FileKinds.None when HasFiles(_directory):
                    throw DataError.PipeExpected(Place, path, $"the directory {_directory} with files in it");
                case FileKinds.None when _time.GetElapsedTime(start) >= _timeout:
                    throw DataError.PipeMissing(Place, path, _timeout);
                case FileKinds.None:
                    break;
                case var kind:
                    throw DataError.PipeExpected(Place, path, kind == FileKinds.Directory ? "a directory" : "a file");
            }

            tick.Reset();
            using ITimer timer = _time.CreateTimer(_ => tick.Set(), null, AppearancePeriod, Timeout.InfiniteTimeSpan);
            tick.Wait(cancellation);
        }
    }

    private FileKinds KindOf(string path)
    {
        try
        {
            return FileKind.Of(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataError.FileUnreadable(Place, path, exception);
        }
    }

    /// <summary>Whether the channel was downloaded; an empty directory of its name proves nothing.</summary>
    private static bool HasFiles(string directory) => Directory.Exists(directory) && Directory.EnumerateFileSystemEntries(directory).Any();
}
