namespace TrainingContainer.Data;

/// <summary>A stream that cannot seek and whose first bytes can be looked at.</summary>
internal sealed class PeekStream(Stream stream) : ForwardStream
{
    private readonly byte[] _first = new byte[2];
    private int _length;
    private int _read;

    /// <summary>Whether it starts with gzip's magic number (RFC 1952). Waits for two bytes or the end; to be called once, before reading.</summary>
    public bool IsGzip()
    {
        _length = stream.ReadAtLeast(_first, _first.Length, throwOnEndOfStream: false);
        return _length == 2 && _first[0] == 0x1F && _first[1] == 0x8B;
    }

    public override int Read(Span<byte> buffer)
    {
        if (_read == _length)
        {
            return stream.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _length - _read);
        _first.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }

    protected override void Dispose(bool disposing)
    {
        stream.Dispose();
        base.Dispose(disposing);
    }
}
