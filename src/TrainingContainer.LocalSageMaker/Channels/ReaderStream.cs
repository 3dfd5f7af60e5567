namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>Tells what goes wrong with the reader of a FIFO from what goes wrong with the bytes that are written into it.</summary>
/// <param name="fifo">Where to; not disposed with this one.</param>
internal sealed class ReaderStream(Stream fifo) : WriteOnlyStream
{
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
}
