namespace TrainingContainer.Data;

/// <summary>Whole rows of a file on their way: the text in, what a parser made of it out. Buffers are kept from use to use.</summary>
internal sealed class CsvPiece
{
    private const int FeaturesMin = 1 << 16;

    private byte[] _text = [];
    private float[] _features = [];

    /// <summary>The file's index in the channel.</summary>
    public int File { get; set; }

    /// <summary>Bytes of text; the last is a line feed unless <see cref="IsTooLong"/>.</summary>
    public int Length { get; set; }

    /// <summary>Whether the text has any quote.</summary>
    public bool HasQuotes { get; set; }

    /// <summary>The text starts with a row that does not end within the limit; the file is read no further.</summary>
    public bool IsTooLong { get; set; }

    /// <summary>Reading the file failed here; there is no text.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Set when the parser is through.</summary>
    public ManualResetEventSlim Parsed { get; } = new();

    /// <summary>Columns of the first row that is not blank, the label included; 0 without rows.</summary>
    public int Width { get; set; }

    /// <summary>Rows that were parsed.</summary>
    public int RowCount { get; set; }

    /// <summary>Lines of the file that the piece covers, up to the failed row if there is one.</summary>
    public long LineCount { get; set; }

    /// <summary>Offset and 0-based line of the first row that is not blank.</summary>
    public (int Offset, long Line) FirstRow { get; set; }

    /// <summary>Offset and 0-based line of the row that could not be used; null when all is well.</summary>
    public (int Offset, long Line)? FailedRow { get; set; }

    /// <summary>The row's labels, as indexes into <see cref="Spellings"/>.</summary>
    public int[] LabelIndexes { get; private set; } = [];

    public float[] Numbers { get; private set; } = [];

    public LabelSpellings Spellings { get; } = new();

    /// <summary>Text, with <see cref="NumberParser.Padding"/> readable bytes after <see cref="Length"/>. Pinned.</summary>
    public byte[] Text => _text;

    /// <summary>Parsed features, row after row. Pinned.</summary>
    public float[] Features => _features;

    /// <summary>Makes room for text, keeping what is there.</summary>
    public void ReserveText(int bytes, int keep)
    {
        if (_text.Length < bytes + NumberParser.Padding)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(bytes + NumberParser.Padding, pinned: true);
            _text.AsSpan(0, keep).CopyTo(larger);
            _text = larger;
        }
    }

    /// <summary>Makes room for one more row than <see cref="RowCount"/>, growing by half.</summary>
    public void ReserveRow(int features, LabelKind kind)
    {
        long needed = ((long)RowCount + 1) * features;
        if (_features.Length < needed)
        {
            long size = RowCount == 0 ? Math.Max(needed, FeaturesMin) : Math.Min(needed + (needed / 2), Array.MaxLength);
            float[] larger = GC.AllocateUninitializedArray<float>((int)size, pinned: true);
            _features.AsSpan(0, RowCount * features).CopyTo(larger);
            _features = larger;
        }

        if (kind == LabelKind.Class && LabelIndexes.Length <= RowCount)
        {
            int[] labels = LabelIndexes;
            Array.Resize(ref labels, Math.Max(1024, 2 * RowCount));
            LabelIndexes = labels;
        }
        else if (kind == LabelKind.Number && Numbers.Length <= RowCount)
        {
            float[] numbers = Numbers;
            Array.Resize(ref numbers, Math.Max(1024, 2 * RowCount));
            Numbers = numbers;
        }
    }

    /// <summary>Whether the buffers grew beyond what pieces usually need, because of a very long row.</summary>
    public bool IsLarge(int usualBytes) => _text.Length > (2L * usualBytes) + NumberParser.Padding || _features.Length > 2L * usualBytes;

    /// <summary>Lets go of the buffers.</summary>
    public void Shrink()
    {
        _text = [];
        _features = [];
    }

    /// <summary>Empties the piece for its next use.</summary>
    public void Clear()
    {
        Length = 0;
        HasQuotes = false;
        IsTooLong = false;
        Failure = null;
        Width = 0;
        RowCount = 0;
        LineCount = 0;
        FirstRow = default;
        FailedRow = null;
        Spellings.Clear();
        Parsed.Reset();
    }
}
