namespace TrainingContainer.Data;

/// <summary>
/// The numbers of one repeated field of a message, packed or not, in the order of the message. They come in runs: a packed field is one, a
/// number by itself is one too, and both are the numbers' bytes one after the other.
/// </summary>
/// <param name="message">The message that has the field.</param>
/// <param name="origin">Where it lies in the record.</param>
/// <param name="field">The field's number.</param>
/// <param name="type">How one number is written: <see cref="WireType.Varint"/>, <see cref="WireType.Fixed32"/> or <see cref="WireType.Fixed64"/>.</param>
internal ref struct RepeatedNumbers(ReadOnlySpan<byte> message, int origin, int field, WireType type)
{
    private ProtobufReader _fields = new(message, origin);

    /// <summary>The run's bytes.</summary>
    public ReadOnlySpan<byte> Run { get; private set; }

    /// <summary>Where the run lies in the record.</summary>
    public int Offset { get; private set; }

    /// <summary>Whether the numbers are varints.</summary>
    public readonly bool IsVarint => type == WireType.Varint;

    /// <summary>Whether the message, or how the field is written in it, is wrong at <see cref="Offset"/>.</summary>
    public bool IsMalformed { get; private set; }

    /// <summary>Goes to the next run that is not empty.</summary>
    /// <returns>False at the end and when something is malformed.</returns>
    public bool NextRun()
    {
        while (!IsMalformed && _fields.Next())
        {
            if (_fields.Field != field)
            {
                continue;
            }

            Run = _fields.Value;
            Offset = _fields.ValueOffset;
            IsMalformed = _fields.Type != type && !(_fields.Type == WireType.Bytes && Run.Length % Size == 0);
            if (!IsMalformed && !Run.IsEmpty)
            {
                return true;
            }
        }

        if (_fields.IsMalformed)
        {
            IsMalformed = true;
            Offset = _fields.Offset;
        }

        Run = default;
        return false;
    }

    /// <summary>The next number that is written as a varint, whatever run it is in.</summary>
    /// <returns>False at the end and when something is malformed.</returns>
    public bool NextVarint(out ulong value)
    {
        value = 0;
        if (Run.IsEmpty && !NextRun())
        {
            return false;
        }

        int length = ProtobufReader.ReadVarint(Run, out value);
        IsMalformed = length == 0;
        Run = Run[length..];
        Offset += length;
        return !IsMalformed;
    }

    /// <summary>The next bytes of a number of fixed size, whatever run it is in.</summary>
    /// <returns>Empty at the end and when something is malformed.</returns>
    public ReadOnlySpan<byte> NextFixed()
    {
        if (Run.IsEmpty && !NextRun())
        {
            return default;
        }

        ReadOnlySpan<byte> number = Run[..Size];
        Run = Run[Size..];
        Offset += Size;
        return number;
    }

    /// <summary>The bytes of a number of fixed size; 1, the least, for a varint.</summary>
    public readonly int Size => type switch { WireType.Fixed32 => sizeof(uint), WireType.Fixed64 => sizeof(ulong), _ => 1 };
}
