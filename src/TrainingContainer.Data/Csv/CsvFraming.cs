namespace TrainingContainer.Data;

/// <summary>Rows of CSV text: up to a line end outside of quotes. Blank lines, and a byte order mark at the start, are no rows.</summary>
internal sealed class CsvFraming : IRecordFraming
{
    /// <summary>A longer row with quotes is looked at again only when it has grown by a quarter: the work stays proportional to its length.</summary>
    private const int RetryBytesMin = 64 << 10;

    private ByteOrderMark _mark;
    private int _searched;
    private int _retryAt;

    public string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame)
    {
        frame = Frame.Incomplete;
        if (_mark.IsPassedOver(unread, isLast, ref frame))
        {
            return null;
        }

        int end = RowEnd(unread, isLast);
        if (end < 0)
        {
            return null;
        }

        _searched = 0;
        ReadOnlySpan<byte> row = unread[..end];
        int consumed = Math.Min(end + 1, unread.Length);
        bool blank = (end == 0 || row[0] <= ' ') && row.Trim(" \t\r"u8).IsEmpty;
        frame = blank ? Frame.Skip(consumed) : Frame.Record(0, end, consumed);
        return null;
    }

    /// <summary>The index of the line feed that ends the row, or of the end of the text where that does; -1 when more is needed.</summary>
    private int RowEnd(ReadOnlySpan<byte> text, bool isLast)
    {
        int found = text[_searched..].IndexOfAny((byte)'\n', (byte)'"');
        if (found < 0)
        {
            _searched = text.Length;
            return isLast ? text.Length : -1;
        }

        found += _searched;
        if (text[found] == '\n')
        {
            return found;
        }

        // the first quote stays unsearched, so that a longer text comes here again
        if (!isLast && _retryAt > text.Length)
        {
            _searched = found;
            return -1;
        }

        int end = QuotedRowEnd(text, isLast);
        _searched = end < 0 ? found : 0;
        _retryAt = end < 0 && text.Length >= RetryBytesMin ? text.Length + (text.Length / 4) : 0;
        return end;
    }

    private static int QuotedRowEnd(ReadOnlySpan<byte> text, bool isLast)
    {
        int start = 0;
        while (true)
        {
            CsvField field = CsvField.Read(text[start..]);
            start += field.Length;
            if (start >= text.Length)
            {
                return isLast ? text.Length : -1;
            }

            if (text[start] == '\n')
            {
                return start;
            }

            start++;
        }
    }
}
