using System.Buffers.Binary;

namespace TrainingContainer.Data;

/// <summary>A tensor of a SageMaker <c>Record</c>: values (1), keys (2) and shape (3), each packed or not, in any order.</summary>
/// <param name="kind">The type of the values.</param>
/// <param name="message">The tensor's message.</param>
/// <param name="origin">Where it lies in the record.</param>
internal readonly ref struct RecordTensor(TensorKind kind, ReadOnlySpan<byte> message, int origin)
{
    private const int ValuesField = 1;
    private const int KeysField = 2;
    private const int ShapeField = 3;

    private readonly ReadOnlySpan<byte> _message = message;

    private enum Sparsity
    {
        Dense,
        Sparse,
    }

    /// <summary>How many elements the tensor has: its values, or what its shape says when it is sparse.</summary>
    /// <param name="size">The number of elements.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Measure(out long size) => Measure(out size, out _);

    /// <summary>Takes all elements, in row-major order; those that a sparse tensor leaves out are 0.</summary>
    /// <param name="elements">Receives them; NaN where the tensor has NaN.</param>
    /// <returns>What is wrong; null when nothing is.</returns>
    public string? Read(Span<float> elements)
    {
        if (kind == TensorKind.Float32 && IsOneRun(elements.Length * sizeof(float), out ReadOnlySpan<byte> run))
        {
            FloatRun.Copy32(run, elements);
            int infinite = FloatRun.IndexOfInfinity(elements);
            return infinite < 0 ? null : RecordFault.Infinite(infinite);
        }

        string? fault = Measure(out long size, out Sparsity sparsity);
        if (fault is not null)
        {
            return fault;
        }

        return size != elements.Length ? RecordFault.Width(size, elements.Length)
            : sparsity == Sparsity.Sparse ? ReadSparse(elements)
            : ReadDense(elements);
    }

    /// <summary>Takes the only element, not rounded to float32.</summary>
    public string? ReadOne(out double value)
    {
        if (kind == TensorKind.Float32 && IsOneRun(sizeof(float), out ReadOnlySpan<byte> run))
        {
            value = BinaryPrimitives.ReadSingleLittleEndian(run);
            return null;
        }

        value = 0;
        string? fault = Measure(out long size, out Sparsity sparsity);
        if (fault is not null || size != 1 || sparsity == Sparsity.Sparse)
        {
            return fault ?? RecordFault.LabelSize(size);
        }

        RepeatedNumbers values = Values();
        return Next(ref values, out value) ? null : RecordFault.Protobuf(values.Offset);
    }

    /// <summary>Whether the tensor is nothing but packed values of that length: the usual case, decided in one look.</summary>
    private bool IsOneRun(int length, out ReadOnlySpan<byte> run)
    {
        var fields = new ProtobufReader(_message, origin);
        bool isOne = fields.Next() && fields is { Field: ValuesField, Type: WireType.Bytes } && fields.Value.Length == length && fields.Offset == origin + _message.Length;
        run = fields.Value;
        return isOne;
    }

    private string? Measure(out long size, out Sparsity sparsity)
    {
        RepeatedNumbers values = Values();
        var keys = new RepeatedNumbers(_message, origin, KeysField, WireType.Varint);
        var shape = new RepeatedNumbers(_message, origin, ShapeField, WireType.Varint);
        long valueCount = Count(ref values);
        long keyCount = Count(ref keys);
        long volume = Volume(ref shape, out bool hasShape);
        sparsity = keyCount > 0 || (valueCount == 0 && hasShape) ? Sparsity.Sparse : Sparsity.Dense;
        size = sparsity == Sparsity.Sparse ? volume : valueCount;
        if (values.IsMalformed || keys.IsMalformed || shape.IsMalformed)
        {
            return RecordFault.Protobuf(values.IsMalformed ? values.Offset : keys.IsMalformed ? keys.Offset : shape.Offset);
        }

        return keyCount > 0 && !hasShape ? RecordFault.SparseWithoutShape()
            : sparsity == Sparsity.Sparse && keyCount != valueCount ? RecordFault.SparseCounts(keyCount, valueCount)
            : sparsity == Sparsity.Dense && hasShape && volume != valueCount ? RecordFault.ShapeAndValues(volume, valueCount)
            : null;
    }

    private string? ReadDense(Span<float> elements)
    {
        RepeatedNumbers values = Values();
        int count = 0;
        while (values.NextRun())
        {
            Span<float> rest = elements[count..];
            count += kind switch
            {
                TensorKind.Float32 => FloatRun.Copy32(values.Run, rest),
                TensorKind.Float64 => FloatRun.Copy64(values.Run, rest),
                _ => CopyVarints(values.Run, rest),
            };
        }

        int infinite = FloatRun.IndexOfInfinity(elements);
        return infinite < 0 ? null : RecordFault.Infinite(infinite);
    }

    private string? ReadSparse(Span<float> elements)
    {
        elements.Clear();
        RepeatedNumbers values = Values();
        var keys = new RepeatedNumbers(_message, origin, KeysField, WireType.Varint);
        while (keys.NextVarint(out ulong key) && Next(ref values, out double value))
        {
            if (key >= (ulong)elements.Length)
            {
                return RecordFault.KeyOutside(key, elements.Length);
            }

            elements[(int)key] = (float)value;
            if (float.IsInfinity((float)value))
            {
                return RecordFault.Infinite((long)key);
            }
        }

        return null;
    }

    private RepeatedNumbers Values() => new(_message, origin, ValuesField, kind switch
    {
        TensorKind.Float32 => WireType.Fixed32,
        TensorKind.Float64 => WireType.Fixed64,
        _ => WireType.Varint,
    });

    private bool Next(ref RepeatedNumbers values, out double value)
    {
        if (kind == TensorKind.Int32)
        {
            bool found = values.NextVarint(out ulong number);
            value = (int)number;
            return found;
        }

        ReadOnlySpan<byte> bytes = values.NextFixed();
        value = bytes.Length switch
        {
            sizeof(float) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            sizeof(double) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => 0,
        };
        return !bytes.IsEmpty;
    }

    /// <summary>A varint ends with its only byte below 128, and a run that <see cref="Count"/> has seen ends with a whole one.</summary>
    private static int CopyVarints(ReadOnlySpan<byte> run, Span<float> elements)
    {
        int count = 0;
        while (!run.IsEmpty)
        {
            int length = ProtobufReader.ReadVarint(run, out ulong value);
            elements[count++] = (int)value;
            run = run[length..];
        }

        return count;
    }

    private long Count(ref RepeatedNumbers numbers)
    {
        long count = 0;
        if (numbers.IsVarint)
        {
            while (numbers.NextVarint(out _))
            {
                count++;
            }

            return count;
        }

        while (numbers.NextRun())
        {
            count += numbers.Run.Length / numbers.Size;
        }

        return count;
    }

    /// <summary>The product of the dimensions; what does not fit becomes the greatest number, which no width equals.</summary>
    private static long Volume(ref RepeatedNumbers shape, out bool hasShape)
    {
        UInt128 volume = 1;
        hasShape = false;
        while (shape.NextVarint(out ulong length))
        {
            hasShape = true;
            volume = UInt128.Min(volume * length, long.MaxValue);
        }

        return (long)volume;
    }
}
