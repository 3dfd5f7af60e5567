namespace TrainingContainer.Data;

/// <summary>
/// One pass over a channel as batches, read and decoded ahead of the consumer.
/// <para>
/// The threads take turns in reading a block of records; each then decodes its own, while it is still in the processor's cache and another
/// one reads; whichever finishes the block that is next in the order of the stream appends it to the batches. All buffers are made once and
/// used again. They bound the memory: blocks in flight hold 32 MiB of records and 48 MiB of rows at most (a longer record or row travels
/// alone), batches 96 MiB (but at least two batches), and the shuffle buffer its rows.
/// </para>
/// </summary>
public sealed class BatchStream : IDisposable
{
    private static readonly TimeSpan EndWait = TimeSpan.FromSeconds(1);

    private readonly RecordSource _source;
    private readonly RecordFormat _format;
    private readonly BatchStreamOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly CancellationTokenSource _stop;
    private readonly CancellationTokenRegistration _cancelled;
    private readonly CancellationTokenRegistration _stopped;
    private readonly BlockQueue _blocks;
    private readonly BatchQueue _batches;
    private readonly BatchAssembler _assembler;
    private readonly List<Thread> _threads = [];
    private readonly object _reading = new();
    private ShufflePlan? _plan;
    private BlockReader? _reader;
    private bool _isThrough;
    private RecordBatch? _last;
    private bool _disposed;

    /// <summary>Begins to read.</summary>
    /// <param name="source">The files, or the pipe of the epoch.</param>
    /// <param name="format">What they hold.</param>
    /// <param name="options">How to make batches.</param>
    /// <param name="cancellation">Ends reading and waiting within moments, also where a pipe has no writer yet.</param>
    public BatchStream(RecordSource source, RecordFormat format, BatchStreamOptions options, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.BatchSize, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.FeatureCount ?? 1, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Threads, BatchStreamOptions.ThreadsMax, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.ShuffleBuffer, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.ShuffleBuffer, BatchStreamOptions.ShuffleBufferMax, nameof(options));
        ArgumentOutOfRangeException.ThrowIfNegative(options.FirstBatch, nameof(options));
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Records.RecordLengthMax, 1, nameof(options));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Records.RecordLengthMax, 1 << 30, nameof(options));
        if (options is { Records.LabelKind: LabelKind.Class, Classes.Count: 0, FoundClasses: null })
        {
            throw new ArgumentException("Found no classes, expected them: a stream cannot be looked at twice.", nameof(options));
        }

        _source = source;
        _format = format;
        _options = options;
        _cancellation = cancellation;
        _blocks = new BlockQueue(options.Threads);
        _batches = new BatchQueue(options.BatchSize, options.BatchBytesMax);
        _assembler = new BatchAssembler(options, _batches);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        _stopped = _stop.Token.UnsafeRegister(_ => _blocks.Stop(), null);
        _cancelled = cancellation.UnsafeRegister(_ => _batches.Stop(), null);
        for (int i = 0; i < options.Threads; i++)
        {
            Start($"{source.ChannelName} reader {i}", Work);
        }
    }

    /// <summary>The next batch; waits for it.</summary>
    /// <returns>Valid until the next call; null at the end of the pass.</returns>
    /// <exception cref="DataException">After the batches before it: a record cannot be used, or the source cannot be read on. Again at every further call.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public RecordBatch? Next()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            RecordBatch? last = _last;
            _last = null;
            return _last = _batches.Take(last);
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException(_cancellation);
        }
    }

    /// <summary>
    /// Ends the pass, also in its middle: the pipe is closed, its writer goes on with the next one. Waits for the threads, but not for one
    /// that hangs in a read of a file.
    /// </summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        _stop.Cancel();
        _batches.Stop();
        if (!_threads.All(thread => thread.Join(EndWait)))
        {
            return;
        }

        _cancelled.Dispose();
        _stopped.Dispose();
        _stop.Dispose();
    }

    private void Start(string name, Action work)
    {
        var thread = new Thread(() =>
        {
            try
            {
                work();
            }
            catch (OperationCanceledException)
            {
                // The consumer is gone, or knows.
            }
            catch (Exception exception)
            {
                End(exception);
            }
        })
        { Name = name, IsBackground = true };
        _threads.Add(thread);
        thread.Start();
    }

    /// <summary>What each thread does: read a block when it is its turn, decode it while another one reads, append what is next in the order of the stream.</summary>
    private void Work()
    {
        var decoder = new BlockDecoder(_format, _options);
        try
        {
            while (Read() is { } block)
            {
                decoder.Decode(block);
                for (RecordBlock? next = _blocks.Decoded(block); next is not null; next = _blocks.Return(next, _options.BlockBytes))
                {
                    if (_assembler.Append(next, _plan!))
                    {
                        End(null);
                        return;
                    }
                }
            }
        }
        finally
        {
            Close();
        }
    }

    /// <summary>The next block, once it is this thread's turn; null after the last one.</summary>
    private RecordBlock? Read()
    {
        lock (_reading)
        {
            if (_isThrough)
            {
                return null;
            }

            _plan ??= ShufflePlan.For(checked(_options.FirstBatch * _options.BatchSize), _options.ShuffleBuffer, _options.ShuffleKey, _stop.Token);
            _reader ??= new BlockReader(_source, _format, _options, _plan, _blocks);
            RecordBlock block = _blocks.TakeFree();
            _reader.Read(block, _stop.Token);
            _blocks.Filled(block);
            _isThrough = block.RecordsOfStream is not null;
            return block;
        }
    }

    /// <summary>A thread that ends closes the source: there is nothing more to read, or nobody who wants it.</summary>
    private void Close()
    {
        lock (_reading)
        {
            _isThrough = true;
            _reader?.Dispose();
        }
    }

    /// <summary>Stops all threads but the consumer's, which gets what there is, and then the end.</summary>
    private void End(Exception? failure)
    {
        _batches.End(failure);
        _stop.Cancel();
    }
}
