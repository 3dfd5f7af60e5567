using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.Data;

/// <summary>
/// The reading end of a FIFO. Opened without waiting for the writer, so that both that wait and every later one is a poll(2) over the pipe
/// and an event, which cancellation and the timeout set.
/// <para>
/// As long as no writer has come, Linux reports nothing on such a pipe, though a read would already return 0, the sign of the end;
/// once one has come and gone it reports POLLHUP. So there is no read before the first poll has answered.
/// </para>
/// </summary>
internal sealed class FifoStream : ForwardStream
{
    private const int LingerMilliseconds = 10;
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(1);

    private readonly DataPlace _place;
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly CancellationToken _cancellation;
    private readonly SafeFileHandle _pipe;
    private readonly SafeFileHandle _event;
    private readonly ITimer _timer;
    private readonly CancellationTokenRegistration _registration;
    private readonly Fifo.PollEntry[] _entries = GC.AllocateArray<Fifo.PollEntry>(2, pinned: true);
    private bool _writerCame;
    private long _offset;

    /// <param name="path">The FIFO.</param>
    /// <param name="place">What to call it in messages.</param>
    /// <param name="timeout">How long to wait for a writer or for data.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="cancellation">Ends a read that waits.</param>
    /// <exception cref="DataException">It cannot be opened.</exception>
    public FifoStream(string path, DataPlace place, TimeSpan timeout, TimeProvider time, CancellationToken cancellation)
    {
        _place = place;
        _timeout = timeout;
        _time = time;
        _cancellation = cancellation;
        try
        {
            _pipe = Fifo.Open(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw DataError.FileUnreadable(place, path, exception);
        }

        Fifo.Enlarge(_pipe);
        _event = Fifo.NewEvent();
        _entries[0] = new Fifo.PollEntry { Descriptor = (int)_pipe.DangerousGetHandle(), Events = Fifo.Readable };
        _entries[1] = new Fifo.PollEntry { Descriptor = (int)_event.DangerousGetHandle(), Events = Fifo.Readable };
        _timer = time.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _registration = cancellation.UnsafeRegister(_ => Wake(), null);
    }

    /// <summary>Whether nothing comes for some milliseconds: the writer is slow.</summary>
    public bool IsIdle => Fifo.Poll(ref _entries[0], 1, LingerMilliseconds) == 0;

    /// <inheritdoc/>
    /// <returns>What there is, at least one byte; 0 when the writer has closed the pipe.</returns>
    /// <exception cref="DataException">Nothing came for the timeout.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (true)
        {
            _cancellation.ThrowIfCancellationRequested();
            if (_writerCame)
            {
                nint read = Fifo.Read(_pipe, ref MemoryMarshal.GetReference(buffer), buffer.Length);
                if (read >= 0)
                {
                    _offset += read;
                    return (int)read;
                }

                int error = Marshal.GetLastPInvokeError();
                if (error is not (Fifo.Again or Fifo.Interrupted))
                {
                    throw new IOException(Marshal.GetPInvokeErrorMessage(error));
                }
            }

            Wait();
            _writerCame = true;
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _registration.Dispose();
            _timer.Dispose();
            _pipe.Dispose();
            _event.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Waits until the pipe has bytes or no writer any more.</summary>
    private void Wait()
    {
        long start = _time.GetTimestamp();
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
        try
        {
            while (true)
            {
                _entries[0].Found = 0;
                if (Fifo.Poll(ref _entries[0], 2, -1) < 0 && Marshal.GetLastPInvokeError() is not Fifo.Interrupted)
                {
                    throw new IOException(Marshal.GetLastPInvokeErrorMessage());
                }

                _cancellation.ThrowIfCancellationRequested();
                if (_entries[0].Found != 0)
                {
                    return;
                }

                ulong count = 0;
                Fifo.Read(_event, ref MemoryMarshal.AsBytes(new Span<ulong>(ref count))[0], sizeof(ulong));
                TimeSpan left = _timeout - _time.GetElapsedTime(start);
                if (left <= TimeSpan.Zero)
                {
                    throw DataError.PipeStalled(_place with { Offset = _offset }, _timeout, _writerCame);
                }

                // timers count whole milliseconds of a coarser clock: one that fired early fires once more, or the wait would never end
                _timer.Change(left > ShortestWait ? left : ShortestWait, Timeout.InfiniteTimeSpan);
            }
        }
        finally
        {
            _timer.Change(Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    private void Wake()
    {
        try
        {
            ulong one = 1;
            Fifo.Write(_event, ref one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            // The timer fired as the stream was closed.
        }
    }
}
