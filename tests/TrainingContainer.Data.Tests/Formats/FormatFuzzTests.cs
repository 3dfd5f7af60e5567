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
        (RecordFormat format, byte[] data) = DamagedData.Make(name);
        int rowsOfAll = FormatReading.Rows(format, data, Small, file: "cat/1").Count;
        int faults = 0;
        for (int i = 0; i < cases; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 30));
            byte[] damaged = DamagedData.Damage(ref random, data);
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
        (RecordFormat format, byte[] data) = DamagedData.Make(name);
        IRecordDecoder decoder = format.Decoder(Small, 48);
        var features = new float[48];
        for (int i = 0; i < 400; i++)
        {
            var random = new KeyedRandom(RandomKey.For(i, DrawPurpose.Calibration, 31));
            byte[] record = DamagedData.Damage(ref random, data[..random.NextInt32(Math.Min(data.Length, 2000))]);
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
            byte[] damaged = DamagedData.Damage(ref random, list);
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
}
