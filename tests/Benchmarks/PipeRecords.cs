using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>Writes records to stream: random float32 features as SageMaker's SDK writes them in RecordIO; CSV as MNIST is, mostly zeros.</summary>
internal static class PipeRecords
{
    private const double ZeroShare = 0.8;

    /// <summary>Writes at least as many bytes as asked for; returns the rows.</summary>
    public static long Write(string file, string mediaType, int features, long bytes)
    {
        var random = new KeyedRandom(RandomKey.For(1, DrawPurpose.Calibration));
        using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        var rows = 0L;
        for (; stream.Position < bytes; rows++)
        {
            stream.Write(mediaType == "text/csv" ? CsvRow(ref random, features) : RecordIO(ProtobufRecord(ref random, features)));
        }

        return rows;
    }

    private static byte[] CsvRow(ref KeyedRandom random, int features)
    {
        var row = new StringBuilder();
        row.Append(random.NextInt32(10));
        for (var i = 0; i < features; i++)
        {
            row.Append(',').Append(CultureInfo.InvariantCulture, $"{(random.NextDouble() < ZeroShare ? 0 : random.NextInt32(256))}");
        }

        return Encoding.ASCII.GetBytes(row.Append('\n').ToString());
    }

    /// <summary>Record { features { "values": Value { float32_tensor { values } } } label { "values": … } }.</summary>
    private static byte[] ProtobufRecord(ref KeyedRandom random, int features)
    {
        var values = new byte[sizeof(float) * features];
        for (var i = 0; i < features; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(values.AsSpan(sizeof(float) * i), random.NextSingle());
        }

        var label = new byte[sizeof(float)];
        BinaryPrimitives.WriteSingleLittleEndian(label, random.NextInt32(10));
        return [.. Field(1, Entry(values)), .. Field(2, Entry(label))];
    }

    private static byte[] Entry(byte[] values) => [.. Field(1, "values"u8.ToArray()), .. Field(2, Field(2, Field(1, values)))];

    /// <summary>A length-delimited field (wire type 2).</summary>
    private static byte[] Field(int number, byte[] content)
    {
        var length = new List<byte>();
        var rest = content.Length;
        for (; rest >= 0x80; rest >>= 7)
        {
            length.Add((byte)(rest | 0x80));
        }

        return [(byte)((number << 3) | 2), .. length, (byte)rest, .. content];
    }

    private static byte[] RecordIO(byte[] payload)
    {
        var record = new byte[8 + ((payload.Length + 3) & ~3)];
        BinaryPrimitives.WriteUInt32LittleEndian(record, 0xCED7230A);
        BinaryPrimitives.WriteInt32LittleEndian(record.AsSpan(4), payload.Length);
        payload.CopyTo(record, 8);
        return record;
    }
}
