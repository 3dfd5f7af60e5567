namespace TrainingContainer.Data;

/// <summary>
/// Which records a pass that begins in its middle must decode, and where in the shuffle buffer they lie then.
/// <para>
/// A buffer of K rows is filled with records 0 … K-1; step t then draws a slot, lets go of its record, and puts record K + t there. So the
/// draws alone say which records are in the buffer after t steps; all others before K + t were let go of, and need only be counted.
/// Should the stream end before K + t, then what it still has to give is among these records too: see <see cref="ShuffleBuffer"/>.
/// </para>
/// </summary>
internal sealed class ShufflePlan
{
    private const int CancellationPeriod = 1 << 20;

    private readonly long[] _records;
    private readonly int[] _slots;
    private readonly long _start;
    private int _next;

    private ShufflePlan(long skippedRows, long start, long[] records, int[] slots, KeyedRandom draws)
    {
        SkippedRows = skippedRows;
        _start = start;
        _records = records;
        _slots = slots;
        Draws = draws;
    }

    /// <summary>Rows that came out before.</summary>
    public long SkippedRows { get; }

    /// <summary>The draws of the steps that follow.</summary>
    public KeyedRandom Draws { get; }

    /// <summary>The slots of the records that are still in the buffer, in the order of the records.</summary>
    public ReadOnlySpan<int> Slots => _slots;

    /// <summary>Works out the plan: time proportional to the rows skipped, a few nanoseconds each.</summary>
    /// <param name="skippedRows">Rows that came out before; 0 for a pass from its start.</param>
    /// <param name="capacity">The shuffle buffer's rows; 1 or less = the order of the stream.</param>
    /// <param name="key">Which draws.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static ShufflePlan For(long skippedRows, int capacity, RandomKey key, CancellationToken cancellation)
    {
        var draws = new KeyedRandom(key);
        if (capacity <= 1 || skippedRows == 0)
        {
            return new ShufflePlan(skippedRows, skippedRows, [], [], draws);
        }

        var records = new long[capacity];
        var slots = new int[capacity];
        for (int slot = 0; slot < capacity; slot++)
        {
            records[slot] = slot;
            slots[slot] = slot;
        }

        for (long step = 0; step < skippedRows; step++)
        {
            if (step % CancellationPeriod == 0)
            {
                cancellation.ThrowIfCancellationRequested();
            }

            records[draws.NextInt32(capacity)] = capacity + step;
        }

        Array.Sort(records, slots);
        return new ShufflePlan(skippedRows, capacity + skippedRows, records, slots, draws);
    }

    /// <summary>Whether a record must be decoded. To be asked for every record, in order.</summary>
    /// <param name="record">0-based record of the pass.</param>
    public bool Needs(long record)
    {
        if (record >= _start)
        {
            return true;
        }

        if (_next == _records.Length || _records[_next] != record)
        {
            return false;
        }

        _next++;
        return true;
    }
}
