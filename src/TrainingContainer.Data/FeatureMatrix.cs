using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// Rows of float32 features in memory, row after row. Rows live in blocks of a fixed power-of-two number of rows (about 1 MiB each, at least
/// one row), so growing never copies and never needs twice the memory. Not safe to append to from several threads; reading is.
/// </summary>
public sealed class FeatureMatrix : IFeatureRows
{
    private const int BlockBytes = 1 << 20;

    private readonly List<float[]> _blocks = [];
    private readonly int _rowsPerBlockLog2;
    private readonly int _rowMask;

    /// <summary>Makes an empty matrix.</summary>
    /// <param name="columns">Features per row, at least 0.</param>
    public FeatureMatrix(int columns)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        ColumnCount = columns;
        int rows = Math.Max(1, BlockBytes / sizeof(float) / Math.Max(1, columns));
        _rowsPerBlockLog2 = BitOperations.Log2((uint)rows);
        _rowMask = (1 << _rowsPerBlockLog2) - 1;
    }

    /// <summary>The number of rows appended so far.</summary>
    public long RowCount { get; private set; }

    /// <summary>Features per row.</summary>
    public int ColumnCount { get; }

    /// <summary>The features of one row, to read or to change in place.</summary>
    /// <param name="index">0-based row, below <see cref="RowCount"/>.</param>
    public Span<float> Row(long index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)RowCount, nameof(index));
        return _blocks[(int)(index >> _rowsPerBlockLog2)].AsSpan((int)(index & _rowMask) * ColumnCount, ColumnCount);
    }

    ReadOnlySpan<float> IFeatureRows.Row(long index) => Row(index);

    /// <summary>Appends whole rows.</summary>
    /// <param name="rows">Row after row; its length is a multiple of <see cref="ColumnCount"/>.</param>
    /// <exception cref="ArgumentException">The length is not a whole number of rows, or the matrix has no columns.</exception>
    public void Append(ReadOnlySpan<float> rows)
    {
        if (ColumnCount == 0 || rows.Length % ColumnCount != 0)
        {
            throw new ArgumentException($"Found {rows.Length} values, expected a multiple of the {ColumnCount} columns.", nameof(rows));
        }

        while (!rows.IsEmpty)
        {
            int used = (int)(RowCount & _rowMask);
            if (used == 0)
            {
                _blocks.Add(GC.AllocateUninitializedArray<float>((_rowMask + 1) * ColumnCount));
            }

            int count = Math.Min(_rowMask + 1 - used, rows.Length / ColumnCount);
            rows[..(count * ColumnCount)].CopyTo(_blocks[^1].AsSpan(used * ColumnCount));
            rows = rows[(count * ColumnCount)..];
            RowCount += count;
        }
    }

    /// <inheritdoc/>
    public void CopyRows(ReadOnlySpan<int> indexes, Span<float> destination)
    {
        ReadOnlySpan<float[]> blocks = CollectionsMarshal.AsSpan(_blocks);
        int columns = ColumnCount;
        for (int i = 0; i < indexes.Length; i++)
        {
            int index = indexes[i];
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)RowCount, nameof(indexes));
            blocks[index >> _rowsPerBlockLog2].AsSpan((index & _rowMask) * columns, columns).CopyTo(destination.Slice(i * columns, columns));
        }
    }
}
