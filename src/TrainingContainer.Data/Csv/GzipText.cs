using System.IO.Compression;

namespace TrainingContainer.Data;

/// <summary>
/// Decompresses a gzip file of one or more members and knows whether it was complete. <see cref="GZipStream"/> takes a truncated file for a
/// finished one; so a last member of known content is appended to the file. GZipStream asks for it only after it has handed out everything
/// from the file itself: what follows is exactly that content if and only if the file ended at the end of a member.
/// </summary>
internal sealed class GzipText : ForwardStream
{
    private static readonly byte[] Seal = "end of the file, complete"u8.ToArray();
    private static readonly byte[] SealMember = Compress(Seal);

    private readonly SealedFile _file;
    private readonly GZipStream _text;

    public GzipText(Stream file)
    {
        _file = new SealedFile(file);
        _text = new GZipStream(_file, CompressionMode.Decompress);
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    /// <exception cref="EndOfStreamException">The file is truncated.</exception>
    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = _text.Read(buffer);
        }
        catch (InvalidDataException) when (_file.AtSeal)
        {
            throw new EndOfStreamException();
        }

        if (!_file.AtSeal)
        {
            return read;
        }

        RequireSeal(buffer[..read]);
        return 0;
    }

    protected override void Dispose(bool disposing)
    {
        _text.Dispose();
        base.Dispose(disposing);
    }

    private void RequireSeal(ReadOnlySpan<byte> read)
    {
        Span<byte> found = stackalloc byte[Seal.Length + 1];
        int length = Math.Min(read.Length, found.Length);
        read[..length].CopyTo(found);
        try
        {
            length += _text.ReadAtLeast(found[length..], found.Length - length, throwOnEndOfStream: false);
        }
        catch (InvalidDataException)
        {
            throw new EndOfStreamException();
        }

        if (!found[..length].SequenceEqual(Seal))
        {
            throw new EndOfStreamException();
        }
    }

    private static byte[] Compress(byte[] content)
    {
        var member = new MemoryStream();
        using (var gzip = new GZipStream(member, CompressionLevel.NoCompression))
        {
            gzip.Write(content);
        }

        return member.ToArray();
    }

    /// <summary>The file's bytes, then the seal's.</summary>
    private sealed class SealedFile(Stream file) : ForwardStream
    {
        private int _sealRead;

        public bool AtSeal { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!AtSeal)
            {
                int read = file.Read(buffer);
                if (read > 0)
                {
                    return read;
                }

                AtSeal = true;
            }

            int count = Math.Min(buffer.Length, SealMember.Length - _sealRead);
            SealMember.AsSpan(_sealRead, count).CopyTo(buffer);
            _sealRead += count;
            return count;
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
