namespace TrainingContainer.Data;

/// <summary>Goes through the fields of one protobuf message (protobuf.dev, "Encoding"), never further than the message.</summary>
/// <param name="message">The message's bytes.</param>
/// <param name="origin">Where they lie in the record, for messages about faults.</param>
internal ref struct ProtobufReader(ReadOnlySpan<byte> message, int origin)
{
    private const int VarintLengthMax = 10;
    private const int GroupDepthMax = 64;

    private readonly ReadOnlySpan<byte> _message = message;
    private int _position;

    /// <summary>Where in the record the reader stands.</summary>
    public readonly int Offset => origin + _position;

    /// <summary>The number of the field that was read last.</summary>
    public int Field { get; private set; }

    /// <summary>How the value of that field is written.</summary>
    public WireType Type { get; private set; }

    /// <summary>The value of that field: its content for <see cref="WireType.Bytes"/>, else the bytes it is written in.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Where <see cref="Value"/> lies in the record.</summary>
    public int ValueOffset { get; private set; }

    /// <summary>Whether the bytes are no protobuf message, at <see cref="Offset"/>.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Whether a message is one as far as its outermost fields tell.</summary>
    public static bool IsWellFormed(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufReader(message, 0);
        while (fields.Next())
        {
        }

        return !fields.IsMalformed;
    }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end and when the message is malformed.</returns>
    public bool Next()
    {
        if (_position == _message.Length || IsMalformed)
        {
            return false;
        }

        IsMalformed = !(ReadTag() && ReadValue());
        return !IsMalformed;
    }

    /// <summary>Reads a number of up to 64 bits, 7 bits a byte, lowest first.</summary>
    /// <param name="bytes">Starts with the number.</param>
    /// <param name="value">The number; bits beyond the 64th are dropped.</param>
    /// <returns>How many bytes it takes; 0 when it does not end within them.</returns>
    public static int ReadVarint(ReadOnlySpan<byte> bytes, out ulong value)
    {
        value = 0;
        int length = Math.Min(bytes.Length, VarintLengthMax);
        for (int i = 0; i < length; i++)
        {
            byte next = bytes[i];
            value |= (ulong)(next & 0x7F) << (7 * i);
            if (next < 0x80)
            {
                return i + 1;
            }
        }

        return 0;
    }

    private bool ReadTag()
    {
        int length = ReadVarint(_message[_position..], out ulong tag);
        Field = (int)(tag >> 3);
        Type = (WireType)(tag & 7);
        if (length == 0 || tag > uint.MaxValue || Field == 0)
        {
            return false;
        }

        _position += length;
        return true;
    }

    private bool ReadValue() => Type switch
    {
        WireType.Varint => Take(ReadVarint(_message[_position..], out _)),
        WireType.Fixed64 => Take(sizeof(ulong)),
        WireType.Fixed32 => Take(sizeof(uint)),
        WireType.Bytes => ReadBytes(),
        WireType.GroupStart => SkipGroup(),
        _ => false,
    };

    private bool ReadBytes()
    {
        int prefix = ReadVarint(_message[_position..], out ulong length);
        if (prefix == 0 || length > (ulong)(_message.Length - _position - prefix))
        {
            return false;
        }

        _position += prefix;
        Value = _message.Slice(_position, (int)length);
        ValueOffset = origin + _position;
        _position += (int)length;
        return true;
    }

    private bool Take(int length)
    {
        if (length == 0 || length > _message.Length - _position)
        {
            return false;
        }

        Value = _message.Slice(_position, length);
        ValueOffset = origin + _position;
        _position += length;
        return true;
    }

    /// <summary>Groups are how protobuf once nested messages; none that we look for is one.</summary>
    private bool SkipGroup()
    {
        Span<int> open = stackalloc int[GroupDepthMax];
        open[0] = Field;
        int depth = 1;
        while (depth > 0)
        {
            if (_position == _message.Length || !ReadTag())
            {
                return false;
            }

            if (Type == WireType.GroupEnd)
            {
                if (Field != open[--depth])
                {
                    return false;
                }
            }
            else if (Type == WireType.GroupStart)
            {
                if (depth == GroupDepthMax)
                {
                    return false;
                }

                open[depth++] = Field;
            }
            else if (!ReadValue())
            {
                return false;
            }
        }

        Type = WireType.GroupStart;
        return true;
    }
}
