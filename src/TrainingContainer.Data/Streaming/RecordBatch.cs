namespace TrainingContainer.Data;

/// <summary>Some rows of a stream, in memory that is used again for later rows.</summary>
public sealed class RecordBatch
{
    private readonly float[] _features;
    private readonly float[] _labels;

    internal RecordBatch(int rowsMax, int featureCount)
    {
        FeatureCount = featureCount;
        _features = GC.AllocateUninitializedArray<float>(checked(rowsMax * featureCount), pinned: true);
        _labels = GC.AllocateUninitializedArray<float>(rowsMax, pinned: true);
    }

    /// <summary>0-based position in the pass: of its first row, it is this times the batch size.</summary>
    public long Index { get; internal set; }

    /// <summary>Rows: the batch size, but perhaps fewer in the last batch.</summary>
    public int RowCount { get; internal set; }

    /// <summary>Features of a row.</summary>
    public int FeatureCount { get; }

    /// <summary>The features, row after row: <see cref="RowCount"/> × <see cref="FeatureCount"/>; NaN where a value was missing. Pinned; may be changed in place.</summary>
    public Span<float> Features => _features.AsSpan(0, RowCount * FeatureCount);

    /// <summary>A label per row: the class's index in <see cref="BatchStreamOptions.Classes"/> (exact: there are fewer than 2^24), or the number. Meaningless without labels. Pinned.</summary>
    public Span<float> Labels => _labels.AsSpan(0, RowCount);

    internal bool IsFull => RowCount == _labels.Length;

    internal int RoomLeft => _labels.Length - RowCount;

    /// <summary>Appends rows, of which there must be room for.</summary>
    internal void Append(ReadOnlySpan<float> features, ReadOnlySpan<float> labels)
    {
        features.CopyTo(_features.AsSpan(RowCount * FeatureCount));
        labels.CopyTo(_labels.AsSpan(RowCount));
        RowCount += labels.Length;
    }
}
