namespace TrainingContainer.Data;

/// <summary>Batches between the assembler and the consumer: few, made once, used in turn. What bounds how far the stream runs ahead.</summary>
internal sealed class BatchQueue(int rowsMax, int? bytesMax)
{
    /// <summary>Bytes of features in all batches together, as far as two batches fit.</summary>
    public const int FeatureBytesMax = 96 << 20;

    private const int BatchesMin = 2;
    private const int BatchesMax = 8;

    private readonly object _gate = new();
    private readonly Stack<RecordBatch> _free = [];
    private readonly Queue<RecordBatch> _ready = [];
    private int _made;
    private bool _ended;
    private Exception? _failure;
    private bool _stopped;

    /// <summary>An empty batch for the assembler; waits for the consumer to give one back.</summary>
    /// <exception cref="DataException">A batch is larger than an array can be.</exception>
    public RecordBatch TakeFree(int featureCount)
    {
        int batchSize = bytesMax is { } bytes ? Math.Clamp(bytes / sizeof(float) / featureCount, 1, rowsMax) : rowsMax;
        if ((long)batchSize * featureCount > Array.MaxLength)
        {
            throw DataError.BatchTooLarge(batchSize, featureCount);
        }

        lock (_gate)
        {
            long batchesMax = Math.Clamp(FeatureBytesMax / ((long)sizeof(float) * batchSize * featureCount), BatchesMin, BatchesMax);
            while (_free.Count == 0 && _made >= batchesMax && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            ThrowIfStopped();
            if (_free.TryPop(out RecordBatch? batch))
            {
                batch.RowCount = 0;
                return batch;
            }

            _made++;
        }

        return new RecordBatch(batchSize, featureCount);
    }

    /// <summary>The assembler hands on a batch.</summary>
    public void Publish(RecordBatch batch)
    {
        lock (_gate)
        {
            _ready.Enqueue(batch);
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>After the batches published so far comes the end, or a failure. Only the first call counts.</summary>
    public void End(Exception? failure)
    {
        lock (_gate)
        {
            _failure = _ended ? _failure : failure;
            _ended = true;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>The next batch for the consumer; null at the end.</summary>
    /// <param name="last">What the consumer is done with.</param>
    public RecordBatch? Take(RecordBatch? last)
    {
        lock (_gate)
        {
            if (last is not null)
            {
                _free.Push(last);
                Monitor.PulseAll(_gate);
            }

            while (_ready.Count == 0 && !_ended && !_stopped)
            {
                Monitor.Wait(_gate);
            }

            ThrowIfStopped();
            if (_ready.TryDequeue(out RecordBatch? batch))
            {
                return batch;
            }

            if (_failure is not null)
            {
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(_failure);
            }

            return null;
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

    private void ThrowIfStopped()
    {
        if (_stopped)
        {
            throw new OperationCanceledException();
        }
    }
}
