using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>Reads another stream up to a number of bytes: more than that is an error, not an end.</summary>
/// <param name="stream">Read from and disposed of.</param>
/// <param name="bytesMax">The most bytes.</param>
/// <param name="stop">Asked before each read.</param>
internal sealed class BoundedStream(Stream stream, long bytesMax, CancellationToken stop) : ForwardStream
{
    private long _read;

    /// <summary>Whether a read has failed because there is more than the bound allows.</summary>
    public bool IsExceeded => _read > bytesMax;

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="InvalidDataException">There is more than the bound allows.</exception>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public override int Read(Span<byte> buffer)
    {
        stop.ThrowIfCancellationRequested();
        var count = stream.Read(buffer);
        _read += count;
        return !IsExceeded ? count : throw new InvalidDataException($"found more than {bytesMax} bytes when unpacked, expected at most that");
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            stream.Dispose();
        base.Dispose(disposing);
    }
}
