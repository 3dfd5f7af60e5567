namespace TrainingContainer.Data;

/// <summary>
/// Reads a source and cuts it into blocks of whole records. Records that need not be decoded are only counted. Used by one thread at a time.
/// </summary>
internal sealed class BlockReader(RecordSource source, RecordFormat format, BatchStreamOptions options, ShufflePlan plan, BlockQueue queue) : IDisposable
{
    /// <summary>A block's rows take no more than this, unless one row does.</summary>
    private const int RowBytesMax = 1 << 20;

    private const int RowsMax = 1 << 16;

    /// <summary>What framing may add to a record: headers, padding.</summary>
    private const int FramingBytesMax = 1 << 16;

    private readonly RecordBlock _rest = new();
    private SourcePart? _part;
    private IRecordFraming? _framing;
    private DataPlace _place = new(source.ChannelName);
    private bool _partEnded;
    private long _offset;
    private int _position;
    private int _length;
    private long _records;
    private long _recordsOfPart;
    private int? _featureCount = options.FeatureCount;
    private int _rowsMax = 1;

    /// <summary>Fills the next block. A failure goes into the block, behind the records before it; the last block says that it is.</summary>
    /// <param name="block">An empty block.</param>
    /// <param name="cancellation">Ends every wait.</param>
    public void Read(RecordBlock block, CancellationToken cancellation)
    {
        try
        {
            do
            {
                if (_part is null && !Open(cancellation))
                {
                    block.RecordsOfStream = _records;
                    break;
                }

                ReadPart(block, _part!, cancellation);
            }
            while (block.RecordCount == 0);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            block.Failure = exception;
            block.RecordsOfStream = _records;
        }

        block.Place = _place;
        block.FeatureCount = _featureCount ?? 0;
    }

    /// <summary>Closes what is open.</summary>
    public void Dispose()
    {
        _part?.Dispose();
        _part = null;
    }

    private bool Open(CancellationToken cancellation)
    {
        _part = source.Next(cancellation);
        if (_part is null)
        {
            return false;
        }

        _place = _part.Place;
        _framing = format.Framing(options.Records);
        _partEnded = false;
        _recordsOfPart = 0;
        _offset = 0;
        _position = 0;
        _length = 0;
        return true;
    }

    /// <summary>Fills the block, beginning with what was left of the one before, as far as the part goes.</summary>
    private void ReadPart(RecordBlock block, SourcePart part, CancellationToken cancellation)
    {
        int left = _length - _position;
        block.ReserveBytes(Math.Max(options.BlockBytes, left), 0);
        _rest.Bytes.AsSpan(0, left).CopyTo(block.Bytes);
        _offset += _position;
        _position = 0;
        _length = left;
        block.Offset = _offset;
        while (TakeRecords(block))
        {
            if (_partEnded)
            {
                Dispose();
                return;
            }

            if (block.RecordCount > 0 && (_length == block.Bytes.Length || part.IsIdle))
            {
                break;
            }

            MakeRoom(block);
            cancellation.ThrowIfCancellationRequested();
            int read = part.Read(block.Bytes, _length, block.Bytes.Length - _length, PlaceOfNext() with { Offset = _offset + _length });
            _length += read;
            _partEnded = read == 0;
            if (_partEnded && _offset + _length == 0 && _framing!.Empty() is { } words)
            {
                throw DataError.RecordBad(PlaceOfNext(), words);
            }
        }

        _rest.ReserveBytes(_length - _position, 0);
        block.Bytes.AsSpan(_position, _length - _position).CopyTo(_rest.Bytes);
    }

    /// <summary>Frames what is there. False when the block has as many records as it may.</summary>
    private bool TakeRecords(RecordBlock block)
    {
        while (_position < _length)
        {
            if (block.RecordCount >= _rowsMax)
            {
                return false;
            }

            int unread = _length - _position;
            string? words = _framing!.Next(block.Bytes.AsSpan(_position, unread), _partEnded, out Frame frame);
            if (words is not null)
            {
                throw DataError.RecordBad(PlaceOfNext(), words);
            }

            if (frame.Consumed == 0 && !_partEnded)
            {
                return true;
            }

            if (frame.Consumed == 0 || frame.Consumed > unread)
            {
                throw new InvalidOperationException($"{PlaceOfNext()}: the framing of {format.MediaType} consumed {frame.Consumed} of the last {unread} bytes.");
            }

            if (frame.HasRecord)
            {
                Take(block, frame);
            }

            _position += frame.Consumed;
        }

        return true;
    }

    private void Take(RecordBlock block, Frame frame)
    {
        if (frame.Length > options.Records.RecordLengthMax)
        {
            throw DataError.RecordTooLong(PlaceOfNext(), options.Records.RecordLengthMax);
        }

        int start = _position + frame.Start;
        if (_recordsOfPart == 0)
        {
            Inspect(block.Bytes.AsSpan(start, frame.Length));
        }

        _recordsOfPart++;
        if (plan.Needs(_records++))
        {
            block.Add(start, frame.Length, _recordsOfPart);
        }
    }

    private void Inspect(ReadOnlySpan<byte> record)
    {
        string? words = format.Inspect(record, options.Records, _featureCount, out int features);
        if (words is not null)
        {
            throw DataError.RecordBad(PlaceOfNext(), words);
        }

        if (_records == 0)
        {
            _featureCount ??= features;
            long rowBytes = (long)sizeof(float) * _featureCount.Value;
            _rowsMax = (int)Math.Clamp(RowBytesMax / rowBytes, 1, RowsMax);
            queue.Limit(_rowsMax * rowBytes);
        }
    }

    /// <summary>Makes room to read into: at the front, if no record of the block needs what is there; else by growing, for a record that is longer than a block.</summary>
    private void MakeRoom(RecordBlock block)
    {
        if (block.RecordCount == 0 && _position > 0)
        {
            block.Bytes.AsSpan(_position, _length - _position).CopyTo(block.Bytes);
            _offset += _position;
            _length -= _position;
            _position = 0;
            block.Offset = _offset;
        }

        long limit = (long)options.Records.RecordLengthMax + FramingBytesMax;
        if (_length - _position >= limit)
        {
            throw DataError.RecordTooLong(PlaceOfNext(), options.Records.RecordLengthMax);
        }

        if (_length == block.Bytes.Length)
        {
            block.ReserveBytes((int)Math.Min(2L * _length, limit), _length);
        }
    }

    private DataPlace PlaceOfNext() => _place with { Record = _recordsOfPart + 1, Offset = _offset + _position };
}
