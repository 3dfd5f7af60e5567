namespace TrainingContainer.Data;

/// <summary>One opened stream of a source, decompressed.</summary>
/// <param name="bytes">To read from.</param>
/// <param name="place">The file or the pipe, for messages.</param>
/// <param name="pipe">What the bytes come out of, if it is a pipe.</param>
internal sealed class SourcePart(Stream bytes, DataPlace place, FifoStream? pipe = null) : IDisposable
{
    public DataPlace Place => place;

    /// <summary>Whether reading on would mean to wait for a slow writer: what is there should be handed on.</summary>
    public bool IsIdle => pipe is not null && pipe.IsIdle;

    /// <summary>Reads at least one byte, or 0 at the end.</summary>
    /// <param name="buffer">Receives the bytes.</param>
    /// <param name="offset">From where on in the buffer.</param>
    /// <param name="count">At most so many.</param>
    /// <param name="at">The record and byte that have been reached, for messages.</param>
    /// <exception cref="DataException">The stream cannot be read to its end.</exception>
    /// <exception cref="OperationCanceledException">Cancelled while waiting.</exception>
    public int Read(byte[] buffer, int offset, int count, DataPlace at)
    {
        try
        {
            return bytes.Read(buffer, offset, count);
        }
        catch (Exception exception) when (exception is EndOfStreamException or InvalidDataException or IOException or UnauthorizedAccessException)
        {
            throw exception switch
            {
                EndOfStreamException => DataError.GzipTruncated(at),
                InvalidDataException => DataError.GzipDamaged(at),
                _ => DataError.FileUnreadable(at, exception),
            };
        }
    }

    public void Dispose() => bytes.Dispose();
}
