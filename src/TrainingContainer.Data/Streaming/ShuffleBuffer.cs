namespace TrainingContainer.Data;

/// <summary>
/// Rows among which the next one is drawn at random, each draw making room for the row that arrives: a uniform shuffle where all rows fit,
/// a local one otherwise.
/// <para>
/// Step t draws one of the K slots as soon as row K + t arrives. At the end of the stream of n rows the steps go on to t = n - 1, some of them
/// finding a slot empty; what is left then comes out in a random order (Durstenfeld's shuffle). So no draw depends on n, which a pass that
/// skips does not know: after t steps all that is still to come lies in the slots that the draws say.
/// </para>
/// </summary>
internal sealed class ShuffleBuffer
{
    private const int SlotsMin = 1 << 10;

    private readonly int _capacity;
    private readonly FeatureMatrix _features;
    private readonly int[] _slotsToRebuild;
    private readonly long _skippedRows;
    private float[] _labels = [];
    private bool[] _occupied = [];
    private KeyedRandom _draws;
    private int _stored;
    private int _rows;
    private long _steps;
    private int[]? _left;
    private int _leftCount;

    /// <summary>An empty buffer, or one that is about to be rebuilt in the middle of a pass.</summary>
    /// <param name="capacity">K, at least 2.</param>
    /// <param name="featureCount">Features of a row.</param>
    /// <param name="plan">Where the pass begins.</param>
    public ShuffleBuffer(int capacity, int featureCount, ShufflePlan plan)
    {
        _capacity = capacity;
        _features = new FeatureMatrix(featureCount);
        _draws = plan.Draws;
        _skippedRows = plan.SkippedRows;
        _steps = plan.SkippedRows;
        _slotsToRebuild = plan.Slots.ToArray();
        if (_slotsToRebuild.Length > 0)
        {
            var empty = new float[featureCount];
            while (_features.RowCount < capacity)
            {
                _features.Append(empty);
            }

            _labels = new float[capacity];
            _occupied = new bool[capacity];
        }
    }

    /// <summary>Takes in the next row; once the buffer is full, another one comes out for it.</summary>
    /// <param name="row">Its features.</param>
    /// <param name="label">Its label.</param>
    /// <param name="destination">Has room for a row.</param>
    public void Exchange(ReadOnlySpan<float> row, float label, RecordBatch destination)
    {
        int slot;
        if (_stored < _capacity)
        {
            slot = _slotsToRebuild.Length > 0 ? _slotsToRebuild[_stored] : _stored;
            _stored++;
            if (slot >= _features.RowCount)
            {
                Grow(row);
            }
        }
        else
        {
            slot = _draws.NextInt32(_capacity);
            _steps++;
            Give(slot, destination);
        }

        row.CopyTo(_features.Row(slot));
        _labels[slot] = label;
        _rows += _occupied[slot] ? 0 : 1;
        _occupied[slot] = true;
    }

    /// <summary>At the end of the stream, passes over what came out before the place where the pass began, if it lies in this part.</summary>
    /// <param name="rows">Rows of the whole stream.</param>
    public void BeginToEmpty(long rows)
    {
        long alreadyOut = rows - _rows;
        for (long i = alreadyOut; i < _skippedRows; i++)
        {
            TakeSlot(rows);
        }
    }

    /// <summary>After <see cref="BeginToEmpty"/>: gives one of the rows that are left.</summary>
    /// <returns>False when there is none.</returns>
    public bool Empty(long rows, RecordBatch destination)
    {
        int slot = TakeSlot(rows);
        if (slot >= 0)
        {
            Give(slot, destination);
        }

        return slot >= 0;
    }

    private void Give(int slot, RecordBatch destination) =>
        destination.Append(_features.Row(slot), new ReadOnlySpan<float>(ref _labels[slot]));

    private int TakeSlot(long rows)
    {
        if (_rows == 0)
        {
            return -1;
        }

        _rows--;
        for (; _steps < rows; _steps++)
        {
            int slot = _draws.NextInt32(_capacity);
            if (slot < _occupied.Length && _occupied[slot])
            {
                _steps++;
                _occupied[slot] = false;
                return slot;
            }
        }

        if (_left is null)
        {
            _left = [.. Enumerable.Range(0, _occupied.Length).Where(slot => _occupied[slot])];
            _leftCount = _left.Length;
        }

        int index = _draws.NextInt32(_leftCount);
        int drawn = _left[index];
        _left[index] = _left[--_leftCount];
        return drawn;
    }

    private void Grow(ReadOnlySpan<float> row)
    {
        _features.Append(row);
        if (_labels.Length < _features.RowCount)
        {
            int length = (int)Math.Min(_capacity, Math.Max(SlotsMin, 2L * _labels.Length));
            Array.Resize(ref _labels, length);
            Array.Resize(ref _occupied, length);
        }
    }
}
