namespace TrainingContainer.Data;

/// <summary>Whole records on their way: the bytes in, the rows that they make out. Buffers are kept from use to use.</summary>
internal sealed class RecordBlock
{
    private byte[] _bytes = [];
    private float[] _features = [];
    private float[] _labels = [];
    private RecordSpan[] _records = new RecordSpan[64];

    /// <summary>Position among the blocks of the stream.</summary>
    public long Sequence { get; set; }

    /// <summary>The file or pipe that all records are from.</summary>
    public DataPlace Place { get; set; }

    /// <summary>Offset of the first byte in the (decompressed) file or pipe.</summary>
    public long Offset { get; set; }

    public byte[] Bytes => _bytes;

    public int RecordCount { get; private set; }

    public ReadOnlySpan<RecordSpan> Records => _records.AsSpan(0, RecordCount);

    /// <summary>Rows decoded: all records, or those before the failed one.</summary>
    public int RowCount { get; set; }

    /// <summary>What ends the stream after these rows.</summary>
    public Exception? Failure { get; set; }

    /// <summary>Of the last block: the records of the whole stream, those passed over included. Null for other blocks.</summary>
    public long? RecordsOfStream { get; set; }

    /// <summary>Features of a row; 0 as long as there are no records.</summary>
    public int FeatureCount { get; set; }

    /// <summary>Row after row.</summary>
    public Span<float> Features => _features;

    public Span<float> Labels => _labels;

    public ReadOnlySpan<byte> this[RecordSpan record] => _bytes.AsSpan(record.Start, record.Length);

    public void Add(int start, int length, long number)
    {
        if (RecordCount == _records.Length)
        {
            Array.Resize(ref _records, 2 * _records.Length);
        }

        _records[RecordCount++] = new RecordSpan(start, length, number);
    }

    /// <summary>Makes room for bytes, keeping what is there.</summary>
    public void ReserveBytes(int bytes, int keep)
    {
        if (_bytes.Length < bytes)
        {
            byte[] larger = GC.AllocateUninitializedArray<byte>(bytes);
            _bytes.AsSpan(0, keep).CopyTo(larger);
            _bytes = larger;
        }
    }

    /// <summary>Makes room for as many rows as there are records.</summary>
    public void ReserveRows()
    {
        if (_labels.Length < RecordCount)
        {
            _labels = new float[Math.Max(RecordCount, 2 * _labels.Length)];
        }

        if (_features.Length < RecordCount * FeatureCount)
        {
            _features = GC.AllocateUninitializedArray<float>(RecordCount * FeatureCount);
        }
    }

    public DataPlace PlaceOf(RecordSpan record) => Place with { Record = record.Number, Offset = Offset + record.Start };

    /// <summary>Empties the block for its next use.</summary>
    /// <param name="bytesMax">A buffer larger than this, made for a long record, is let go of.</param>
    public void Clear(int bytesMax)
    {
        if (_bytes.Length > bytesMax)
        {
            _bytes = [];
        }

        RecordCount = 0;
        RowCount = 0;
        Failure = null;
        RecordsOfStream = null;
    }
}
