namespace TrainingContainer.Data;

/// <summary>Lines of UTF-8 text that end in LF or CRLF. Blank lines, comment lines, and a byte order mark at the start, are no records.</summary>
/// <param name="comment">What a line of comment starts with; 0 where there are no comments.</param>
internal sealed class LineFraming(byte comment = 0) : IRecordFraming
{
    private ByteOrderMark _mark;
    private int _searched;

    public string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame)
    {
        frame = Frame.Incomplete;
        if (_mark.IsPassedOver(unread, isLast, ref frame))
        {
            return null;
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
