using Google.Protobuf;
using TrainingContainer.Data.Tests.Protobuf;
using Record = TrainingContainer.Data.Tests.Protobuf.Record;

namespace TrainingContainer.Data.Tests;

/// <summary>A random SageMaker Record as Google's library writes it, and what must be read from it.</summary>
internal static class RandomRecord
{
    public static (byte[] Bytes, float[] Features, double Label) Make(ref KeyedRandom random)
    {
        int size = 1 + random.NextInt32(40);
        bool isSparse = random.NextInt32(2) == 0;
        int kind = random.NextInt32(3);
        ulong[] keys = isSparse ? Keys(ref random, size) : [];
        ulong[] shape = isSparse || random.NextInt32(3) == 0 ? [(ulong)size] : [];
        int count = isSparse ? keys.Length : size;
        var numbers = new double[count];
        foreach (ref double number in numbers.AsSpan())
        {
            number = kind switch
            {
                0 => BitConverter.Int32BitsToSingle(random.NextInt32(int.MaxValue) & 0x7EFFFFFF) * (random.NextInt32(2) == 0 ? 1 : -1),
                1 => (random.NextInt32(int.MaxValue) - 1e9) / (1 + random.NextInt32(1000)),
                _ => random.NextInt32(4) == 0 ? -random.NextInt32(int.MaxValue) : random.NextInt32(300),
            };
        }

        var value = new Value();
        switch (kind)
        {
            case 0:
                value.Float32Tensor = new() { Values = { numbers.Select(number => (float)number) }, Keys = { keys }, Shape = { shape } };
                break;
            case 1:
                value.Float64Tensor = new() { Values = { numbers }, Keys = { keys }, Shape = { shape } };
                break;
            default:
                value.Int32Tensor = new() { Values = { numbers.Select(number => (int)number) }, Keys = { keys }, Shape = { shape } };
                break;
        }

        var features = new float[size];
        for (int i = 0; i < count; i++)
        {
            features[isSparse ? (int)keys[i] : i] = (float)numbers[i];
        }

        int label = random.NextInt32(1000);
        var record = new Record { Features = { ["values"] = value } };
        record.Label["values"] = random.NextInt32(2) == 0 ? ProtobufRecords.Number(label) : new Value { Int32Tensor = new() { Values = { label } } };
        if (random.NextInt32(3) == 0)
        {
            record.Uid = new string('u', random.NextInt32(200));
            record.Metadata = "{}";
        }

        return (record.ToByteArray(), features, label);
    }

    private static ulong[] Keys(ref KeyedRandom random, int size)
    {
        var keys = new List<ulong>();
        for (int i = 0; i < size; i++)
        {
            if (random.NextInt32(3) == 0)
            {
                keys.Add((ulong)i);
            }
        }

        return [.. keys];
    }
}
