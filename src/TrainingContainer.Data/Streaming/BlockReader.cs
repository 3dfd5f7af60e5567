namespace TrainingContainer.Data;

/// <summary>Reads a source and cuts it into blocks of whole records. Records that need not be decoded are only counted. One thread.</summary>
internal sealed class BlockReader(RecordSource source, RecordFormat format, BatchStreamOptions options, ShufflePlan plan, BlockQueue queue)
{
    /// <summary>A block's rows take no more than this, unless one row does.</summary>
    private const int RowBytesMax = 1 << 20;

    private const int RowsMax = 1 << 16;

    /// <summary>What framing may add to a record: headers, padding.</summary>
    private const int FramingBytesMax = 1 << 16;

    private RecordBlock? _block;
    private int _position;
    private int _length;
    private long _records;
    private long _recordsOfPart;
    private int? _featureCount = options.FeatureCount;
    private int _rowsMax = 1;

    /// <summary>Hands on everything; a failure goes the same way, behind the records before it.</summary>
    public void Run(CancellationToken cancellation)
    {
        var place = new CsvPlace(source.ChannelName);
        Exception? failure = null;
        try
        {
            for (SourcePart? part = source.Next(cancellation); part is not null; part = source.Next(cancellation))
            {
                using (part)
                {
                    place = part.Place;
                    ReadPart(part, cancellation);
                }
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            failure = exception;
        }

        if (_block is null)
        {
            Begin(place, 0, []);
        }

        _block!.Failure = failure;
        _block.RecordsOfStream = _records;
        HandOn();
        queue.End();
    }

    private void ReadPart(SourcePart part, CancellationToken cancellation)
    {
        IRecordFraming framing = format.Framing();
        bool ended = false;
        _recordsOfPart = 0;
        Begin(part.Place, 0, []);
        while (true)
        {
            bool isFull = !TakeRecords(framing, ended);
            if (ended && _position == _length)
            {
                break;
            }

            RecordBlock block = _block!;
            if (isFull || (block.RecordCount > 0 && (_length == block.Bytes.Length || part.IsIdle)))
            {
                HandOn();
                Begin(part.Place, block.Offset + _position, block.Bytes.AsSpan(_position, _length - _position));
                continue;
            }

            MakeRoom();
            cancellation.ThrowIfCancellationRequested();
            int read = part.Read(block.Bytes, _length, block.Bytes.Length - _length);
            _length += read;
            ended = read == 0;
        }

        if (_block!.RecordCount > 0)
        {
            HandOn();
        }
    }

    /// <summary>Frames what is there. False when the block has as many records as it may.</summary>
    private bool TakeRecords(IRecordFraming framing, bool isLast)
    {
        RecordBlock block = _block!;
        while (_position < _length)
        {
            if (block.RecordCount >= _rowsMax)
            {
                return false;
            }

            int unread = _length - _position;
            string? words = framing.Next(block.Bytes.AsSpan(_position, unread), isLast, out Frame frame);
            if (words is not null)
            {
                throw DataError.RecordBad(PlaceOfNext(), words);
            }

            if (frame.Consumed == 0 && !isLast)
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
            block.FeatureCount = _featureCount!.Value;
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

        if (_records > 0)
        {
            return;
        }

        _featureCount ??= features;
        long rowBytes = (long)sizeof(float) * _featureCount.Value;
        _rowsMax = (int)Math.Clamp(RowBytesMax / rowBytes, 1, RowsMax);
        queue.Limit(_rowsMax * rowBytes);
    }

    /// <summary>Makes a block current: a free one, or the present one if it was not handed on.</summary>
    /// <param name="place">The file or pipe.</param>
    /// <param name="offset">Offset there of the first byte.</param>
    /// <param name="rest">Bytes that were read and not framed: perhaps in the very block that is free again, where moving them does no harm.</param>
    private void Begin(CsvPlace place, long offset, ReadOnlySpan<byte> rest)
    {
        _block ??= queue.TakeFree();
        _block.Place = place;
        _block.Offset = offset;
        _block.FeatureCount = _featureCount ?? 0;
        _block.ReserveBytes(Math.Max(options.BlockBytes, rest.Length), 0);
        rest.CopyTo(_block.Bytes);
        _position = 0;
        _length = rest.Length;
    }

    /// <summary>Makes room to read into: at the front, if no record of the block needs what is there; else by growing, for a record that is longer than a block.</summary>
    private void MakeRoom()
    {
        RecordBlock block = _block!;
        if (block.RecordCount == 0 && _position > 0)
        {
            block.Bytes.AsSpan(_position, _length - _position).CopyTo(block.Bytes);
            block.Offset += _position;
            _length -= _position;
            _position = 0;
        }

        long limit = (long)options.Records.RecordLengthMax + FramingBytesMax;
        if (_length >= limit)
        {
            throw DataError.RecordTooLong(PlaceOfNext(), options.Records.RecordLengthMax);
        }

        if (_length == block.Bytes.Length)
        {
            block.ReserveBytes((int)Math.Min(2L * _length, limit), _length);
        }
    }

    private void HandOn()
    {
        queue.HandOn(_block!);
        _block = null;
    }

    private CsvPlace PlaceOfNext() => _block!.Place with { Record = _recordsOfPart + 1, Offset = _block.Offset + _position };
}
