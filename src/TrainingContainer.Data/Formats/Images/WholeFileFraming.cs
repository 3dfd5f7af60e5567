namespace TrainingContainer.Data;

/// <summary>Every file is one record.</summary>
internal sealed class WholeFileFraming : IRecordFraming
{
    public string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame)
    {
        frame = isLast ? Frame.Record(0, unread.Length, unread.Length) : Frame.Incomplete;
        return null;
    }

    /// <remarks>An image that is passed over would shift all predictions behind it.</remarks>
    public string? Empty() => RecordFault.NotAnImage("nothing");
}
