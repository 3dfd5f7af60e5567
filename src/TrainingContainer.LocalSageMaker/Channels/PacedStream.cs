namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>Writes no faster than a rate: after every tenth of a second's bytes it waits a tenth of a second.</summary>
/// <param name="inner">Where to; disposed with this one.</param>
/// <param name="bytesPerSecond">At least 1.</param>
/// <param name="isEnded">Ends every wait.</param>
internal sealed class PacedStream(Stream inner, long bytesPerSecond, ManualResetEventSlim isEnded) : WriteOnlyStream
{
    private static readonly TimeSpan Beat = TimeSpan.FromMilliseconds(100);

    private readonly long _bytesPerBeat = Math.Max(1, bytesPerSecond / 10);
    private long _left = Math.Max(1, bytesPerSecond / 10);

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
    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }
}
