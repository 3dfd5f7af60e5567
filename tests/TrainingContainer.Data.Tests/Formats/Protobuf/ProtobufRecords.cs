using Google.Protobuf;
using TrainingContainer.Data.Tests.Protobuf;
using Record = TrainingContainer.Data.Tests.Protobuf.Record;

namespace TrainingContainer.Data.Tests;

/// <summary>Makes SageMaker's Record with Google's library.</summary>
internal static class ProtobufRecords
{
    public static byte[] Dense(float[] values, double label) => Make(new Value { Float32Tensor = new() { Values = { values } } }, Number(label));

    public static byte[] Make(Value features, Value? label = null, string key = "values")
    {
        var record = new Record { Features = { [key] = features } };
        if (label is not null)
        {
            record.Label["values"] = label;
        }

        return record.ToByteArray();
    }

    public static Value Number(double number) => new() { Float64Tensor = new() { Values = { number } } };

    /// <summary>A record whose features are any bytes in a field of <c>Value</c>: what Google's library would not write.</summary>
    /// <param name="field">The field of Value.</param>
    /// <param name="tensor">Its bytes.</param>
    public static byte[] Raw(int field, byte[] tensor)
    {
        byte[] value = Field(field, tensor);
        return Field(1, [.. Field(1, "values"u8.ToArray()), .. Field(2, value)]);
    }

    /// <summary>A field of bytes.</summary>
    public static byte[] Field(int number, byte[] content) => [.. Varint(((ulong)number << 3) | 2), .. Varint((ulong)content.Length), .. content];

    public static byte[] Varint(ulong value)
    {
        var bytes = new List<byte>();
        for (; value >= 0x80; value >>= 7)
        {
            bytes.Add((byte)(value | 0x80));
        }

        bytes.Add((byte)value);
        return [.. bytes];
    }
}
