using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>A few rows of every format, with whatever is special in it, and what can happen to bytes on their way.</summary>
internal static class DamagedData
{
    public static (RecordFormat Format, byte[] Data) Make(string name)
    {
        byte[] jpeg = ImageFiles.Read("wide.jpg");
        byte[] png = ImageFiles.Read("wide.png");
        IEnumerable<int> rows = Enumerable.Range(0, 5);
        return name switch
        {
            "csv" => (new CsvFormat(), "1,2,3.5\n\"2\",,-1e3\r\n\n3,NA,7\n 1 , 0,\"9\"\n2,1,1"u8.ToArray()),
            "gzip csv" => (new CsvFormat(), ChannelDirectory.Gzip(string.Concat(Enumerable.Range(0, 200).Select(i => $"{i % 3},{i}.5,{i * 7}\n")))),
            "protobuf" => (new ProtobufFormat(), RecordIoBytes.Whole(rows.Select(i => ProtobufRecords.Dense([i, 2, 3.5f], i)))),
            "protobuf in parts" => (new ProtobufFormat(), [.. rows.SelectMany(i => InParts(ProtobufRecords.Dense([i, 2, 3.5f], i), i))]),
            "sparse protobuf" => (new ProtobufFormat(), RecordIoBytes.Whole(rows.Select(i => ProtobufRecords.Make(
                new() { Int32Tensor = new() { Values = { i, 300 }, Keys = { 1, 17 }, Shape = { 4, 5 } } }, ProtobufRecords.Number(i))))),
            "jsonlines" => (new JsonLinesFormat(), Encoding.UTF8.GetBytes(
                "[1,2.5,null,-3]\n{\"features\": [1,2,3], \"label\": \"2\"}\n{\"data\": {\"features\": {\"keys\":[1], \"shape\":[3], \"values\":[7]}}, \"label\": 3}\n\n[\"4\",1e3,2,3]")),
            "libsvm" => (new LibSvmFormat(), "# comment\n1 0:1 2:2.5 5:-1e2\n2 qid:3 0:1\n\n3 1:7 # more\n-1 0:0.25 5:6"u8.ToArray()),
            "manifest" => (new AugmentedManifestFormat(["source-ref", "class"]), RecordIoBytes.Whole([png, "1"u8.ToArray(), png, "2"u8.ToArray()])),
            "packed images" => (new ImageRecordFormat(), RecordIoBytes.Whole([ImageFiles.Pack(png, 0, 1), ImageFiles.Pack(jpeg, 1, 0, 2)])),
            "jpeg" => (new ImageFormat(), jpeg),
            _ => (new ImageFormat(), png),
        };
    }

    /// <summary>Cut, flipped, spliced, or all of it.</summary>
    public static byte[] Damage(ref KeyedRandom random, byte[] data)
    {
        byte[] damaged = [.. data];
        int kind = random.NextInt32(4);
        if (kind is 0 or 3)
        {
            damaged = damaged[..random.NextInt32(damaged.Length + 1)];
        }

        if (kind is 1 or 3 && damaged.Length > 0)
        {
            for (int flips = 1 + random.NextInt32(3); flips > 0; flips--)
            {
                damaged[random.NextInt32(damaged.Length)] ^= (byte)(1 << random.NextInt32(8));
            }
        }

        if (kind is 2 or 3 && damaged.Length > 0)
        {
            int from = random.NextInt32(damaged.Length);
            int length = random.NextInt32(Math.Min(40, damaged.Length - from) + 1);
            int to = random.NextInt32(damaged.Length);
            int over = random.NextInt32(2) == 0 ? 0 : Math.Min(length, damaged.Length - to);
            damaged = [.. damaged[..to], .. damaged[from..(from + length)], .. damaged[(to + over)..]];
        }

        return damaged;
    }

    private static byte[] InParts(byte[] record, int kind) => kind % 2 == 0
        ? RecordIoBytes.Parts([record[..8], record[8..12], record[12..]])
        : RecordIoBytes.Parts([record[..7], record[7..]]);
}
