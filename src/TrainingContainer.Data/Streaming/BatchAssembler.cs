namespace TrainingContainer.Data;

/// <summary>Makes batches of the rows of blocks, in the order of the stream or through the shuffle buffer. Used by one thread at a time.</summary>
internal sealed class BatchAssembler(BatchStreamOptions options, BatchQueue batches)
{
    private ShuffleBuffer? _shuffle;
    private RecordBatch? _batch;
    private long _index = options.FirstBatch;

    /// <summary>Appends a block's rows; after the last block, what is left in the shuffle buffer. Waits while the consumer is behind.</summary>
    /// <param name="block">The next block.</param>
    /// <param name="plan">Where the pass began.</param>
    /// <returns>Whether this was the end, by success or failure: the batches are told.</returns>
    public bool Append(RecordBlock block, ShufflePlan plan)
    {
        if (block.RowCount > 0 && options.ShuffleBuffer > 1)
        {
            _shuffle ??= new ShuffleBuffer(options.ShuffleBuffer, block.FeatureCount, plan);
            Shuffle(_shuffle, block);
        }
        else
        {
            Copy(block);
        }

        if (block.Failure is null && block.RecordsOfStream is long records)
        {
            End(records, plan, block);
            return true;
        }

        if (block.Failure is not null)
        {
            batches.End(block.Failure);
        }

        return block.Failure is not null;
    }

    private void Copy(RecordBlock block)
    {
        int row = 0;
        while (row < block.RowCount)
        {
            RecordBatch batch = Batch(block.FeatureCount);
            int count = Math.Min(batch.RoomLeft, block.RowCount - row);
            batch.Append(block.Features.Slice(row * block.FeatureCount, count * block.FeatureCount), block.Labels.Slice(row, count));
            row += count;
            PublishIfFull();
        }
    }

    private void Shuffle(ShuffleBuffer shuffle, RecordBlock block)
    {
        for (int row = 0; row < block.RowCount; row++)
        {
            shuffle.Exchange(block.Features.Slice(row * block.FeatureCount, block.FeatureCount), block.Labels[row], Batch(block.FeatureCount));
            PublishIfFull();
        }
    }

    private void End(long records, ShufflePlan plan, RecordBlock block)
    {
        if (records < plan.SkippedRows)
        {
            batches.End(DataError.StreamTooShort(block.Place, records, plan.SkippedRows));
            return;
        }

        if (_shuffle is not null)
        {
            _shuffle.BeginToEmpty(records);
            while (_shuffle.Empty(records, Batch(block.FeatureCount)))
            {
                PublishIfFull();
            }
        }

        if (_batch is { RowCount: > 0 })
        {
            Publish(_batch);
        }

        batches.End(null);
    }

    private RecordBatch Batch(int featureCount) => _batch ??= batches.TakeFree(featureCount);

    private void PublishIfFull()
    {
        if (_batch is { IsFull: true })
        {
            Publish(_batch);
        }
    }

    private void Publish(RecordBatch batch)
    {
        batch.Index = _index++;
        batches.Publish(batch);
        _batch = null;
    }
}
