namespace TrainingContainer.Data;

/// <summary>Passes over the byte order mark that UTF-8 text may begin with.</summary>
internal struct ByteOrderMark
{
    private bool _isPast;

    /// <summary>Its bytes.</summary>
    public static ReadOnlySpan<byte> Bytes => [0xEF, 0xBB, 0xBF];

    /// <summary>Looks for it at the start of the text, and nowhere else.</summary>
    /// <param name="unread">The text, from its start at the first call.</param>
    /// <param name="isLast">Whether no more follows.</param>
    /// <param name="frame">Receives the mark to skip; stays as it is where more must be read to know.</param>
    /// <returns>Whether the caller is done with this call; false at every call behind the start.</returns>
    public bool IsPassedOver(ReadOnlySpan<byte> unread, bool isLast, ref Frame frame)
    {
        if (_isPast)
        {
            return false;
        }

        if (!isLast && unread.Length < Bytes.Length && Bytes.StartsWith(unread))
        {
            return true;
        }

        _isPast = true;
        if (!unread.StartsWith(Bytes))
        {
            return false;
        }

        frame = Frame.Skip(Bytes.Length);
        return true;
    }
}
