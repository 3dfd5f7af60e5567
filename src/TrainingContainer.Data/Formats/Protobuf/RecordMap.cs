namespace TrainingContainer.Data;

/// <summary>One of the two maps of a SageMaker <c>Record</c>, reduced to the value that counts: that of the key "values", or the only one.</summary>
internal ref struct RecordMap
{
    private const int KeyField = 1;
    private const int ValueField = 2;

    private ReadOnlySpan<byte> _key;
    private ReadOnlySpan<byte> _value;
    private int _valueOffset;

    /// <summary>How many different keys the map has (at least; more than one is more than one).</summary>
    public int Count { get; private set; }

    /// <summary>Takes the next entry of the map; a key that is there already is replaced, as protobuf has it.</summary>
    /// <returns>False when it is malformed, at <paramref name="offset"/>.</returns>
    public bool Add(ReadOnlySpan<byte> entry, ref int offset)
    {
        var fields = new ProtobufReader(entry, offset);
        ReadOnlySpan<byte> key = default;
        ReadOnlySpan<byte> value = default;
        int valueOffset = offset;
        while (fields.Next())
        {
            if (fields.Type != WireType.Bytes)
            {
                continue;
            }

            if (fields.Field == KeyField)
            {
                key = fields.Value;
            }
            else if (fields.Field == ValueField)
            {
                value = fields.Value;
                valueOffset = fields.ValueOffset;
            }
        }

        offset = fields.Offset;
        bool isNew = Count == 0 || !key.SequenceEqual(_key);
        Count += isNew ? 1 : 0;
        if (Count == 1 || key.SequenceEqual("values"u8))
        {
            _key = key;
            _value = value;
            _valueOffset = valueOffset;
        }

        return !fields.IsMalformed;
    }

    /// <summary>Finds the tensor of the value that counts.</summary>
    /// <param name="name">What the map is called, for messages.</param>
    /// <param name="tensor">The tensor.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public readonly string? Find(string name, out RecordTensor tensor)
    {
        tensor = default;
        if (Count > 1 && !_key.SequenceEqual("values"u8))
        {
            return RecordFault.SeveralKeys(name);
        }

        var fields = new ProtobufReader(_value, _valueOffset);
        var kind = TensorKind.None;
        while (fields.Next())
        {
            if (fields.Type != WireType.Bytes || (TensorKind)fields.Field is not (TensorKind.Float32 or TensorKind.Float64 or TensorKind.Int32 or TensorKind.Bytes))
            {
                continue;
            }

            if (kind != TensorKind.None)
            {
                return RecordFault.SeveralTensors(name);
            }

            kind = (TensorKind)fields.Field;
            tensor = new RecordTensor(kind, fields.Value, fields.ValueOffset);
        }

        return fields.IsMalformed ? RecordFault.Protobuf(fields.Offset)
            : kind is TensorKind.None or TensorKind.Bytes ? RecordFault.NoTensor(name, kind == TensorKind.Bytes)
            : null;
    }
}
