namespace TrainingContainer.Data;

/// <summary>
/// Blocks between the threads: free ones to be filled, and decoded ones, in the order of the stream, to be assembled. Their number and their
/// bytes are bounded: who is ahead waits.
/// </summary>
internal sealed class BlockQueue(int threads)
{
    /// <summary>Bytes of records in flight; a single longer record travels alone.</summary>
    public const int TextBytesMax = 32 << 20;

    /// <summary>Bytes of decoded rows in flight.</summary>
    public const int RowBytesMax = 48 << 20;

    private const int BlocksMin = 2;

    private readonly object _gate = new();
    private readonly Stack<RecordBlock> _free = [];
    private readonly RecordBlock?[] _decoded = new RecordBlock?[BlocksOf(threads)];
    private int _blocksMax = BlocksOf(threads);
    private int _inFlight;
    private long _textInFlight;
    private long _filled;
    private long _assembled;
    private bool _assembling;
    private bool _stopped;

    /// <summary>Says how large the rows of a block can be; before the first block is filled.</summary>
    public void Limit(long rowBytesOfBlock)
    {
        lock (_gate)
        {
            _blocksMax = (int)Math.Clamp(RowBytesMax / rowBytesOfBlock, BlocksMin, _decoded.Length);
        }
    }

    /// <summary>A free block; waits while too many are in flight.</summary>
    public RecordBlock TakeFree()
    {
        lock (_gate)
        {
            while (_inFlight >= _blocksMax && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            ThrowIfStopped();
            return _free.TryPop(out RecordBlock? block) ? block : new RecordBlock();
        }
    }

    /// <summary>Numbers a block that was filled; waits while too many bytes are in flight. To be called in the order of the stream.</summary>
    public void Filled(RecordBlock block)
    {
        lock (_gate)
        {
            while (_inFlight > 0 && _textInFlight + block.Bytes.Length > TextBytesMax && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            ThrowIfStopped();
            block.Sequence = _filled++;
            _inFlight++;
            _textInFlight += block.Bytes.Length;
        }
    }

    /// <summary>
    /// Puts a decoded block in its place and gives the caller the role of the assembler if the next block is there and nobody has it.
    /// </summary>
    /// <returns>The next block to assemble, to be given back by <see cref="Return"/>; null when there is nothing to do for the caller.</returns>
    public RecordBlock? Decoded(RecordBlock block)
    {
        lock (_gate)
        {
            _decoded[block.Sequence % _decoded.Length] = block;
            return _assembling ? null : TakeDecoded();
        }
    }

    /// <summary>An assembled block becomes free.</summary>
    /// <returns>The next one to assemble; null when it is not decoded yet, and the caller has the role no more.</returns>
    public RecordBlock? Return(RecordBlock block, int blockBytes)
    {
        lock (_gate)
        {
            _inFlight--;
            _textInFlight -= block.Bytes.Length;
            block.Clear(Math.Max(TextBytesMax / _decoded.Length, 2 * blockBytes));
            _free.Push(block);
            _assembled++;
            Monitor.PulseAll(_gate);
            return TakeDecoded();
        }
    }

    /// <summary>Ends every wait, now and later, with an <see cref="OperationCanceledException"/>.</summary>
    public void Stop()
    {
        lock (_gate)
        {
            _stopped = true;
            Monitor.PulseAll(_gate);
        }
    }

    private static int BlocksOf(int threads) => (2 * threads) + 2;

    private RecordBlock? TakeDecoded()
    {
        ref RecordBlock? next = ref _decoded[_assembled % _decoded.Length];
        RecordBlock? block = next;
        next = null;
        _assembling = block is not null;
        return block;
    }

    private void ThrowIfStopped()
    {
        if (_stopped)
        {
            throw new OperationCanceledException();
        }
    }
}
