namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>Tells what goes wrong with the reader of a FIFO from what goes wrong with the bytes that are written into it.</summary>
/// <param name="fifo">Where to; not disposed with this one.</param>
internal sealed class ReaderStream(Stream fifo) : Stream
{
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
    /// <exception cref="ReaderGoneException">Nobody reads any more.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        try
        {
            fifo.Write(buffer);
        }
        catch (IOException exception)
        {
            throw new ReaderGoneException(exception);
        }
    }

    /// <inheritdoc/>
    public override void Flush() => fifo.Flush();

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
