namespace TrainingContainer.Data;

/// <summary>
/// Which rows make which step. Shuffled, an epoch is a keyed <see cref="Permutation"/> of the rows, so any step of any epoch is found
/// without walking there: resuming costs nothing. Otherwise the rows come in their order.
/// </summary>
public sealed class BatchOrder
{
    private readonly int[]? _rows;
    private readonly long _count;
    private readonly int _batchSize;
    private readonly long? _shuffleSeed;

    /// <summary>Describes the order.</summary>
    /// <param name="rows">The rows to use, e.g. the training part of a split; null for all.</param>
    /// <param name="rowCount">The rows of the table; used when <paramref name="rows"/> is null. 1 to 2,147,483,647.</param>
    /// <param name="batchSize">Rows per step, at least 1.</param>
    /// <param name="shuffleSeed">The job's seed, or null to keep the rows' order.</param>
    public BatchOrder(int[]? rows, long rowCount, int batchSize, long? shuffleSeed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        _rows = rows;
        _count = rows?.Length ?? rowCount;
        ArgumentOutOfRangeException.ThrowIfLessThan(_count, 1, nameof(rowCount));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_count, int.MaxValue, nameof(rowCount));
        _batchSize = batchSize;
        _shuffleSeed = shuffleSeed;
    }

    /// <summary>Steps that use every row once; the last may be smaller.</summary>
    public long StepsPerEpoch => (_count + _batchSize - 1) / _batchSize;

    /// <summary>Finds the rows of one step.</summary>
    /// <param name="epoch">0-based epoch.</param>
    /// <param name="stepInEpoch">0-based step, below <see cref="StepsPerEpoch"/>.</param>
    /// <param name="rowIndexes">Receives the rows; at least the batch size long (the rows left are enough for the last step).</param>
    /// <returns>How many rows this step has.</returns>
    public int Fill(long epoch, long stepInEpoch, Span<int> rowIndexes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)stepInEpoch, (ulong)StepsPerEpoch, nameof(stepInEpoch));
        long start = stepInEpoch * _batchSize;
        int count = (int)Math.Min(_batchSize, _count - start);
        Span<int> indexes = rowIndexes[..count];
        if (_shuffleSeed is long seed)
        {
            new Permutation(RandomKey.For(seed, DrawPurpose.Shuffle, epoch), _count).Fill(start, indexes);
        }
        else
        {
            for (int i = 0; i < count; i++)
            {
                indexes[i] = (int)start + i;
            }
        }

        if (_rows is not null)
        {
            for (int i = 0; i < count; i++)
            {
                indexes[i] = _rows[indexes[i]];
            }
        }

        return count;
    }
}
