using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Storage;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>
/// A channel in Pipe mode: a FIFO <c>channel_0</c>, <c>channel_1</c>, … for each epoch, the next one there before the one before it ends. A reader may
/// close one early, and need not open the last.
/// </summary>
internal sealed class PipeChannel : IDisposable
{
    // a reader comes at once between epochs, or not for long
    private static readonly TimeSpan ReaderPollFirst = TimeSpan.FromMilliseconds(1);
    private static readonly TimeSpan ReaderPollMax = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(10);

    private readonly string _path;
    private readonly ManualResetEventSlim _isEnded = new();
    private readonly Thread _writing;
    private int _epoch;

    /// <summary>Makes the first FIFO, and feeds all of them by a thread of its own until it is disposed.</summary>
    /// <param name="storage">Where the objects are.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="items">Those of an epoch.</param>
    /// <param name="path">The channel's path: the FIFOs' names begin with it.</param>
    /// <param name="bytesPerSecond">How fast; null for as fast as it is read.</param>
    public PipeChannel(IObjectStorage storage, ChannelRequest channel, Func<int, IEnumerable<ChannelItem>> items, string path, long? bytesPerSecond)
    {
        _path = path;
        NamedPipe.Make(Name(0));
        _writing = new Thread(() => Feed(storage, channel, items, bytesPerSecond)) { IsBackground = true, Name = $"pipe {channel.Name}" };
        _writing.Start();
    }

    /// <summary>Why the channel cannot be fed; null while it can.</summary>
    public volatile Exception? Fault;

    /// <summary>Ends the feeding. To be called when the container has ended: then nobody holds the reading end, and no write waits.</summary>
    public void Dispose()
    {
        _isEnded.Set();
        _writing.Join(EndTimeMax);
    }

    private void Feed(IObjectStorage storage, ChannelRequest channel, Func<int, IEnumerable<ChannelItem>> items, long? bytesPerSecond)
    {
        try
        {
            for (; !_isEnded.IsSet; _epoch++)
            {
                if (Open() is not { } fifo) return;
                using var pipe = bytesPerSecond is { } rate ? new PacedStream(fifo, rate, _isEnded) : (Stream)fifo;
                // there before this one ends, so that a reader never waits for it
                NamedPipe.Make(Name(_epoch + 1));
                try
                {
                    PipeContent.Write(storage, channel, items(_epoch), new ReaderStream(pipe));
                }
                catch (ReaderGoneException)
                {
                    // the next epoch begins
                }
                catch (Exception exception) when (IsFault(exception))
                {
                    Fault = exception;
                    // to whoever reads, a FIFO that is closed is a channel that has ended
                    _isEnded.Wait();
                    return;
                }

                File.Delete(Name(_epoch));
            }
        }
        catch (Exception exception) when (IsFault(exception))
        {
            Fault = exception;
        }
    }

    private static bool IsFault(Exception exception) => exception is ChannelException or IOException or UnauthorizedAccessException or StorageException;

    private FileStream? Open()
    {
        for (var wait = ReaderPollFirst; ; wait = wait < ReaderPollMax ? 2 * wait : ReaderPollMax)
        {
            if (NamedPipe.TryOpen(Name(_epoch)) is { } fifo) return fifo;
            if (_isEnded.Wait(wait)) return null;
        }
    }

    private string Name(int epoch) => $"{_path}_{epoch}";
}
