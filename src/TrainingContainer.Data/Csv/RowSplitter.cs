namespace TrainingContainer.Data;

/// <summary>
/// Cuts the text of a file into pieces of whole rows. Holds one piece and the row that was cut off, which grows to the row limit at most:
/// a file without line ends fails after that many bytes.
/// </summary>
internal sealed class RowSplitter(Stream text, int pieceBytes, long lineLengthMax)
{
    /// <summary>CR and LF: what may follow a row of the greatest length.</summary>
    public const int LineEndLengthMax = 2;

    private const int ReadBytesMax = 1 << 20;

    private byte[] _rest = [];
    private int _restLength;
    private int _longest;
    private bool _started;
    private bool _finished;
    private Exception? _failure;

    /// <summary>Fills the next piece.</summary>
    /// <returns>False at the end of the file.</returns>
    /// <exception cref="IOException">The file cannot be read on; the whole rows before that were handed out.</exception>
    /// <exception cref="InvalidDataException">The file cannot be decompressed; the whole rows before that were handed out.</exception>
    public bool Next(CsvPiece piece, CancellationToken cancellation)
    {
        if (_finished)
        {
            return false;
        }

        if (_failure is not null)
        {
            throw _failure;
        }

        long limit = lineLengthMax + LineEndLengthMax + 1;
        int target = _restLength + Math.Max(pieceBytes, ByteOrderMark.Bytes.Length);
        piece.ReserveText(Math.Max(target, _longest), 0);
        _rest.AsSpan(0, _restLength).CopyTo(piece.Text);
        int length = _restLength;
        int searched = 0;
        while (true)
        {
            bool ended = !Fill(piece.Text, ref length, target, cancellation);
            if (!_started)
            {
                _started = true;
                SkipByteOrderMark(piece.Text, ref length);
            }

            piece.HasQuotes |= piece.Text.AsSpan(searched, length - searched).Contains((byte)'"');
            if (ended && _failure is null)
            {
                _finished = true;
                return TakeAll(piece, length);
            }

            int rowEnd = piece.HasQuotes
                ? QuotedRows.LastRowEnd(piece.Text.AsSpan(0, length))
                : piece.Text.AsSpan(searched, length - searched).LastIndexOf((byte)'\n') is >= 0 and int found ? searched + found + 1 : 0;
            if (rowEnd > 0)
            {
                piece.Length = rowEnd;
                KeepRest(piece.Text.AsSpan(rowEnd, length - rowEnd));
                return true;
            }

            if (_failure is not null)
            {
                throw _failure;
            }

            if (length >= limit)
            {
                _finished = true;
                piece.Length = length;
                piece.IsTooLong = true;
                return true;
            }

            searched = length;
            _longest = Math.Max(_longest, length);
            target = (int)Math.Min(Math.Max(2L * target, length + 1L), Math.Max(limit, length + 1L));
            piece.ReserveText(target, length);
        }
    }

    /// <summary>Reads up to the target; false when the file ended before.</summary>
    private bool Fill(byte[] buffer, ref int length, int target, CancellationToken cancellation)
    {
        while (length < target)
        {
            cancellation.ThrowIfCancellationRequested();
            int read = 0;
            try
            {
                read = text.Read(buffer, length, Math.Min(target - length, ReadBytesMax));
            }
            catch (Exception exception) when (exception is IOException or InvalidDataException)
            {
                _failure = exception;
            }

            if (read == 0)
            {
                return false;
            }

            length += read;
        }

        return true;
    }

    private bool TakeAll(CsvPiece piece, int length)
    {
        if (length == 0)
        {
            return false;
        }

        if (piece.Text[length - 1] != '\n')
        {
            piece.Text[length++] = (byte)'\n';
        }

        piece.Length = length;
        return true;
    }

    private void KeepRest(ReadOnlySpan<byte> rest)
    {
        if (_rest.Length < rest.Length)
        {
            _rest = GC.AllocateUninitializedArray<byte>(Math.Max(rest.Length, pieceBytes));
        }

        rest.CopyTo(_rest);
        _restLength = rest.Length;
    }

    private static void SkipByteOrderMark(byte[] buffer, ref int length)
    {
        if (buffer.AsSpan(0, length).StartsWith(ByteOrderMark.Bytes))
        {
            length -= ByteOrderMark.Bytes.Length;
            Array.Copy(buffer, ByteOrderMark.Bytes.Length, buffer, 0, length);
        }
    }
}
