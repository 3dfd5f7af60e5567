using System.IO.Compression;

namespace TrainingContainer.Data;

/// <summary>
/// Decompresses a gzip file of one or more members and knows whether it was complete. <see cref="GZipStream"/> takes a truncated file for a
/// finished one; so a last member of known content is appended to the file. GZipStream asks for it only after it has handed out everything
/// from the file itself: what follows is exactly that content if and only if the file ended at the end of a member. Where it never asks,
/// something else follows a member: zeros that pad a file are passed over, anything else would be rows that are lost without a word.
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
            if (read == 0 && buffer.Length > 0 && !_file.EndsInPadding())
            {
                throw new InvalidDataException();
            }

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
        private long _zeros;

        public bool AtSeal { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (!AtSeal)
            {
                int read = file.Read(buffer);
                if (read > 0)
                {
                    CountZeros(buffer[..read]);
                    return read;
                }

                AtSeal = true;
            }

            int count = Math.Min(buffer.Length, SealMember.Length - _sealRead);
            SealMember.AsSpan(_sealRead, count).CopyTo(buffer);
            _sealRead += count;
            return count;
        }

        /// <summary>
        /// Reads what is left of the file, when its last member ended within the block that was handed out last. A member ends in its length,
        /// of which three bytes at most are zeros: fewer than four zeros at the end of the file may be those of a damaged member.
        /// </summary>
        public bool EndsInPadding()
        {
            Span<byte> rest = stackalloc byte[4096];
            for (int read = file.Read(rest); read > 0; read = file.Read(rest))
            {
                if (rest[..read].ContainsAnyExcept((byte)0))
                {
                    return false;
                }

                CountZeros(rest[..read]);
            }

            return _zeros >= 4;
        }

        private void CountZeros(ReadOnlySpan<byte> bytes)
        {
            int other = bytes.LastIndexOfAnyExcept((byte)0);
            _zeros = other < 0 ? _zeros + bytes.Length : bytes.Length - 1 - other;
        }

        protected override void Dispose(bool disposing)
        {
            file.Dispose();
            base.Dispose(disposing);
        }
    }
}
