using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>
/// Damaged data of every format, read in pieces of random size: it ends in rows or in a fault that tells something, never in an exception, and what
/// came before the damage is the same. A case is known by its format and number.
/// </summary>
public sealed class FormatFuzzTests
{
    private const int CasesPerFormat = 3000;
    private const int ImageCases = 1000;

    private static readonly RecordOptions Small = new() { ImageShape = new ImageShape(3, 4, 4) };

    [Theory]
    [InlineData("protobuf", CasesPerFormat)]
    [InlineData("protobuf in parts", CasesPerFormat)]
    [InlineData("sparse protobuf", CasesPerFormat)]
    [InlineData("jsonlines", CasesPerFormat)]
    [InlineData("libsvm", CasesPerFormat)]
    [InlineData("manifest", CasesPerFormat)]
    [InlineData("packed images", ImageCases)]
    [InlineData("jpeg", ImageCases)]
    [InlineData("png", ImageCases)]
    public void Read_DamagedData_EndsInRowsOrAFault(string name, int cases)
    {
        (RecordFormat format, byte[] data) = Make(name);
        int rowsOfAll = FormatReading.Rows(format, data, Small, file: "cat/1").Count;
        int faults = 0;
        for (int i = 0; i < cases; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 30));
            byte[] damaged = Damage(ref random, data);
            int step = 1 + random.NextInt32(1 + damaged.Length);
            RecordOptions options = Small with { LabelKind = (LabelKind)random.NextInt32(3) };
            try
            {
                (List<ReadRow> rows, string? fault) = FormatReading.Read(format, damaged, options, step: step, file: "1/1");
                (List<ReadRow> whole, string? wholeFault) = i % 8 == 0 ? FormatReading.Read(format, damaged, options, file: "1/1") : (rows, fault);
                rows.Count.ShouldBe(whole.Count);
                fault.ShouldBe(wholeFault, "the steps must not matter");
                if (fault is not null)
                {
                    faults++;
                    fault.ShouldContain(", expected ");
                    fault.ShouldContain(" Fix: ");
                }
            }
            catch (Exception exception)
            {
                Assert.Fail($"{name} case {i}: {exception}");
            }
        }

        // damage that is never seen, or always, would test little
        rowsOfAll.ShouldBeGreaterThan(0);
        faults.ShouldBeInRange(cases / 10, cases - (cases / 100));
    }

    /// <summary>The decoders by themselves: any bytes, as their contract says.</summary>
    [Theory]
    [InlineData("protobuf")]
    [InlineData("jsonlines")]
    [InlineData("libsvm")]
    [InlineData("manifest")]
    [InlineData("packed images")]
    public void Decode_AnyBytes_EndsInARowOrAFault(string name)
    {
        (RecordFormat format, byte[] data) = Make(name);
        IRecordDecoder decoder = format.Decoder(Small, 48);
        var features = new float[48];
        for (int i = 0; i < 400; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 31));
            byte[] record = Damage(ref random, data[..random.NextInt32(Math.Min(data.Length, 2000))]);
            RecordLabel label = default;
            string? fault = decoder.Decode(record, features, ref label);
            (fault?.Contains(", expected ", StringComparison.Ordinal)).ShouldNotBe(false, $"case {i}: {fault}");
            format.Inspect(record, Small, null, out _)?.ShouldContain(", expected ");
        }
    }

    [Fact]
    public void Parse_DamagedImageList_EndsInAListOrADataException()
    {
        byte[] list = "1\t2\tcat/a.png\n\n2\t3.5\tb.png\r\n3\t2\tcat/c.png"u8.ToArray();
        int lists = 0;
        for (int i = 0; i < 1000; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 32));
            byte[] damaged = Damage(ref random, list);
            try
            {
                ImageList.Parse(damaged, "train_lst", "train.lst");
                lists++;
            }
            catch (DataException exception)
            {
                exception.Message.ShouldStartWith("channel train_lst, file train.lst, row ");
            }
        }

        lists.ShouldBeInRange(100, 900);
    }

    private static (RecordFormat Format, byte[] Data) Make(string name)
    {
        byte[] jpeg = ImageFiles.Read("wide.jpg");
        byte[] png = ImageFiles.Read("wide.png");
        IEnumerable<int> rows = Enumerable.Range(0, 5);
        return name switch
        {
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

    private static byte[] InParts(byte[] record, int kind) => kind % 2 == 0
        ? RecordIoBytes.Parts([record[..8], record[8..12], record[12..]])
        : RecordIoBytes.Parts([record[..7], record[7..]]);

    /// <summary>Cut, flipped, spliced, or all of it.</summary>
    private static byte[] Damage(ref KeyedRandom random, byte[] data)
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
}
