namespace TrainingContainer.Data;

/// <summary>
/// Records of <see cref="RecordIo"/>, or groups of as many as belong together. What it finds is everything from the first header to the last
/// payload, headers included, so that a record of several parts is one stretch of bytes too; <see cref="RecordIoDecoder"/> takes them off.
/// </summary>
/// <param name="lengthMax">Bytes that a record, or a group, may take with its headers: a greater length is refused as soon as it is read.</param>
/// <param name="groupSize">Records that belong together, at least 1.</param>
internal sealed class RecordIoFraming(int lengthMax = RecordIo.RecordBytesMax, int groupSize = 1) : IRecordFraming
{
    public string? Next(ReadOnlySpan<byte> unread, bool isLast, out Frame frame)
    {
        frame = Frame.Incomplete;
        int length = 0;
        int consumed = 0;
        for (int i = 0; i < groupSize; i++)
        {
            if (consumed == unread.Length && i > 0)
            {
                return isLast ? RecordFault.GroupTruncated(i, groupSize) : null;
            }

            string? fault = RecordIo.Measure(unread[consumed..], isLast, lengthMax - consumed, out int record);
            if (fault is not null || record == 0)
            {
                return fault;
            }

            length = consumed + record;
            long padded = consumed + RecordIo.Padded(record);
            if (padded > unread.Length && !isLast)
            {
                return null;
            }

            // nothing is lost when the padding behind the last record is
            consumed = (int)Math.Min(padded, unread.Length);
        }

        frame = Frame.Record(0, length, consumed);
        return null;
    }
}
