namespace TrainingContainer.Data;

/// <summary>Measures rows that come one after the other and are not kept: with the bits of <see cref="FeatureStatistics.Of"/> over all of them, for rows of up to 64 KiB.</summary>
internal sealed class StatisticsBuilder
{
    private const int ChunkBytes = 16 << 20;

    private readonly ColumnMoments _total;
    private readonly FeatureMatrix _chunk;
    private readonly int[] _rows;
    private int _used;
    private long _count;

    /// <summary>Begins without a row.</summary>
    /// <param name="columns">Values per row, at least 1.</param>
    public StatisticsBuilder(int columns)
    {
        _total = new ColumnMoments(columns);
        _rows = [.. Enumerable.Range(0, Math.Clamp(ChunkBytes / sizeof(float) / columns, 1, FeatureStatistics.ChunkRows))];
        _chunk = new FeatureMatrix(columns);
        var empty = new float[columns];
        foreach (int _ in _rows)
        {
            _chunk.Append(empty);
        }
    }

    /// <summary>Measures further rows.</summary>
    /// <param name="rows">Row after row; its length is a multiple of the columns.</param>
    public void Append(ReadOnlySpan<float> rows)
    {
        int columns = _chunk.ColumnCount;
        for (; !rows.IsEmpty; rows = rows[columns..])
        {
            rows[..columns].CopyTo(_chunk.Row(_used++));
            _count++;
            if (_used == _rows.Length)
            {
                Merge();
            }
        }
    }

    /// <summary>What all rows give together; nothing can be appended afterwards.</summary>
    public ColumnMoments Moments()
    {
        if (_used > 0)
        {
            Merge();
        }

        return _total;
    }

    /// <summary>What all rows give together, as <see cref="FeatureStatistics.Of"/>.</summary>
    /// <param name="groups">As there.</param>
    public FeatureStatistics Finish(int? groups)
    {
        ColumnMoments moments = Moments();
        long[] missing = Array.ConvertAll(moments.Counts, count => _count - count);
        if (groups is { } given)
        {
            moments.ShareWithin(given);
        }

        return FeatureStatistics.From(moments, missing);
    }

    private void Merge()
    {
        _total.Merge(ColumnMoments.Of(_chunk, _rows.AsSpan(0, _used)));
        _used = 0;
    }
}
