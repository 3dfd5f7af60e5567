namespace TrainingContainer.Data;

/// <summary>A list that grows by blocks, so that neither growing nor the final array needs the memory twice.</summary>
internal sealed class BlockList<T>
    where T : unmanaged
{
    private const int BlockLength = 1 << 18;

    private readonly List<T[]> _blocks = [];
    private int _used = BlockLength;

    public long Count => ((long)_blocks.Count * BlockLength) - (_blocks.Count == 0 ? 0 : BlockLength - _used);

    public void Append(ReadOnlySpan<T> items)
    {
        while (!items.IsEmpty)
        {
            if (_used == BlockLength)
            {
                _blocks.Add(GC.AllocateUninitializedArray<T>(BlockLength));
                _used = 0;
            }

            int count = Math.Min(items.Length, BlockLength - _used);
            items[..count].CopyTo(_blocks[^1].AsSpan(_used));
            items = items[count..];
            _used += count;
        }
    }

    /// <summary>Everything as one array; the list is empty afterwards, its blocks let go of one by one.</summary>
    public T[] MoveToArray(CancellationToken cancellation)
    {
        T[] all = GC.AllocateUninitializedArray<T>(checked((int)Count));
        int start = 0;
        for (int i = 0; i < _blocks.Count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            int count = Math.Min(BlockLength, all.Length - start);
            _blocks[i].AsSpan(0, count).CopyTo(all.AsSpan(start));
            _blocks[i] = [];
            start += count;
        }

        _blocks.Clear();
        _used = BlockLength;
        return all;
    }
}
