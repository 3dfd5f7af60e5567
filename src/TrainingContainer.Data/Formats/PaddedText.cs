namespace TrainingContainer.Data;

/// <summary>A copy of a record's text with room behind it, for <see cref="NumberParser"/>, which looks ahead. Kept from record to record.</summary>
internal sealed class PaddedText
{
    private byte[] _bytes = [];

    /// <summary>Copies a record.</summary>
    /// <returns>The copy: pinned, with <see cref="NumberParser.Padding"/> zeros behind it; valid until the next call.</returns>
    public ReadOnlySpan<byte> Copy(ReadOnlySpan<byte> record)
    {
        int needed = record.Length + NumberParser.Padding;
        if (_bytes.Length < needed)
        {
            _bytes = GC.AllocateArray<byte>(Math.Max(needed, (int)Math.Min(2L * _bytes.Length, Array.MaxLength)), pinned: true);
        }

        record.CopyTo(_bytes);
        _bytes.AsSpan(record.Length, NumberParser.Padding).Clear();
        return _bytes.AsSpan(0, record.Length);
    }

    /// <summary>Reads a number that is all of a word.</summary>
    /// <param name="word">A part of a copy.</param>
    /// <param name="value">The number.</param>
    /// <returns>False when it is not that plain: <see cref="NumberField"/> knows more.</returns>
    public static unsafe bool TryRead(ReadOnlySpan<byte> word, out float value)
    {
        fixed (byte* start = word)
        {
            byte* end = start + word.Length;
            value = 0;
            return word.Length > 0 && (NumberParser.ReadShort(start, out value) == end || NumberParser.Read(start, out value) == end);
        }
    }
}
