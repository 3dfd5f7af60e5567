using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using TrainingContainer.Data;

namespace Benchmarks;

/// <summary>
/// Files of records to stream: random float32 features in RecordIO-protobuf, as SageMaker's SDK writes them; CSV of pixels as MNIST has them, mostly
/// zeros; CSV of decimals with six digits behind the point. The label is the first number.
/// </summary>
internal static class RecordFile
{
    private const double ZeroShare = 0.8;

    /// <summary>Regression: no classes need be known.</summary>
    public static RecordOptions Numbers { get; } = new() { LabelKind = LabelKind.Number };

    /// <summary>The format of a kind of file.</summary>
    public static RecordFormat Format(string kind) => kind switch
    {
        "recordio" => new ProtobufFormat(),
        "csv-pixels" or "csv-decimals" => new CsvFormat(),
        _ => throw new ArgumentException($"Found \"{kind}\", expected recordio, csv-pixels or csv-decimals."),
    };

    /// <summary>Writes a file of at least so many bytes: <c>records KIND FILE [--features N] [--megabytes N]</c>.</summary>
    public static int Write(Arguments arguments)
    {
        var features = (int)arguments.Number("--features", 784);
        var bytes = arguments.Number("--megabytes", 64) * 1e6;
        var random = new KeyedRandom(RandomKey.For(1, DrawPurpose.Calibration));
        using var stream = new FileStream(arguments.Second, FileMode.Create, FileAccess.Write, FileShare.None, 1 << 20);
        while (stream.Position < bytes)
        {
            stream.Write(arguments.Subject switch
            {
                "csv-pixels" => CsvRow(ref random, features, isDecimal: false),
                "csv-decimals" => CsvRow(ref random, features, isDecimal: true),
                _ => RecordIO(ProtobufRecord(ref random, features)),
            });
        }

        return 0;
    }

    /// <summary>The rows of a file.</summary>
    public static long CountRows(string file, RecordFormat format)
    {
        var source = new FileSource("train", Path.GetDirectoryName(Path.GetFullPath(file))!, [Path.GetFullPath(file)]);
        using var stream = new BatchStream(source, format, new() { BatchSize = 1024, Records = Numbers }, CancellationToken.None);
        var rows = 0L;
        while (stream.Next() is { } batch)
        {
            rows += batch.RowCount;
        }

        return rows;
    }

    private static byte[] CsvRow(ref KeyedRandom random, int features, bool isDecimal)
    {
        var row = new StringBuilder();
        row.Append(random.NextInt32(10));
        for (var i = 0; i < features; i++)
        {
            row.Append(',');
            if (isDecimal)
            {
                row.Append(CultureInfo.InvariantCulture, $"{(random.NextDouble() * 20) - 10:F6}");
            }
            else
            {
                row.Append(random.NextDouble() < ZeroShare ? 0 : random.NextInt32(256));
            }
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
