namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>Writes no faster than a rate: after every tenth of a second's bytes it waits a tenth of a second.</summary>
/// <param name="inner">Where to; disposed with this one.</param>
/// <param name="bytesPerSecond">At least 1.</param>
/// <param name="isEnded">Ends every wait.</param>
internal sealed class PacedStream(Stream inner, long bytesPerSecond, ManualResetEventSlim isEnded) : Stream
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly long _bytesPerBeat = Math.Max(1, bytesPerSecond / 10);
    private long _left = Math.Max(1, bytesPerSecond / 10);

    /// <inheritdoc/>
    public override bool CanRead => false;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_left == 0)
            {
                if (isEnded.Wait(Beat)) throw new IOException("the channel has ended");
                _left = _bytesPerBeat;
            }

            var count = (int)Math.Min(_left, buffer.Length);
            inner.Write(buffer[..count]);
            buffer = buffer[count..];
            _left -= count;
        }
    }

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
