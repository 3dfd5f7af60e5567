namespace TrainingContainer.Data;

/// <summary>Lines of UTF-8 text that end in LF or CRLF. Blank lines, comment lines, and a byte order mark at the start, are no records.</summary>
/// <param name="comment">What a line of comment starts with; 0 where there are no comments.</param>
internal sealed class LineFraming(byte comment = 0) : IRecordFraming
{
    private bool _started;
    private int _searched;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    public string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame)
    {
        frame = Frame.Incomplete;
        if (!_started)
        {
            if (!isLast && unread.Length < ByteOrderMark.Length && ByteOrderMark.StartsWith(unread))
            {
                return null;
            }

            _started = true;
            if (unread.StartsWith(ByteOrderMark))
            {
                frame = Frame.Skip(ByteOrderMark.Length);
                return null;
            }
        }

        int end = unread[_searched..].IndexOf((byte)'\n');
        if (end < 0 && !isLast)
        {
            _searched = unread.Length;
            return null;
        }

        end = end < 0 ? unread.Length : _searched + end;
        _searched = 0;
        int consumed = Math.Min(end + 1, unread.Length);
        ReadOnlySpan<byte> line = unread[..end].TrimEnd((byte)'\r');
        ReadOnlySpan<byte> content = line.TrimStart(" \t"u8);
        frame = content.IsEmpty || content[0] == comment ? Frame.Skip(consumed) : Frame.Record(0, line.Length, consumed);
        return null;
    }
}
