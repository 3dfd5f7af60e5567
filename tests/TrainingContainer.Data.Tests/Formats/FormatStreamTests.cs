using System.IO.Compression;
using System.Text;

namespace TrainingContainer.Data.Tests;

/// <summary>Every format through files, a table, gzip files and a pipe: the rows that the codec gives, in the same order.</summary>
public sealed class FormatStreamTests
{
    private const int RowCount = 300;

    private static readonly RecordOptions Numbers = new() { LabelKind = LabelKind.Number, ImageShape = new ImageShape(1, 3, 4) };

    [Theory]
    [InlineData("protobuf", 4)]
    [InlineData("protobuf in parts", 4)]
    [InlineData("jsonlines", 4)]
    [InlineData("libsvm", 6)]
    [InlineData("packed images", 12)]
    [InlineData("manifest", 4)]
    public void Next_FilesTableAndPipe_GiveTheSameRows(string name, int featureCount)
    {
        (RecordFormat format, byte[] data) = Make(name);
        List<ReadRow> expected = FormatReading.Rows(format, data, Numbers, featureCount);
        expected.Count.ShouldBe(RowCount);
        using var files = new ChannelDirectory();
        files.Write("a", data);
        Check(Read(new FileSource("train", files.Path), format, featureCount), expected);
        Table table = RecordChannel.Read(files.Path, format, new() { ChannelName = "train", Records = Numbers, FeatureCount = featureCount }, TestContext.Current.CancellationToken);
        Check([.. Enumerable.Range(0, RowCount).Select(i => new ReadRow(table.Features.Row(i).ToArray(), (double)table.Numbers[i]))], expected);
        using var gzip = new ChannelDirectory();
        gzip.Write("a.gz", Gzip(data));
        gzip.Write("b", data);
        Check(Read(new FileSource("train", gzip.Path), format, featureCount), [.. expected, .. expected]);
        using var pipes = new ChannelPipes();
        pipes.Write(0, data);
        Check(Read(pipes.Source(0), format, featureCount), expected);
        EveryWay.Read(data, format, new() { ChannelName = "train", Records = Numbers, FeatureCount = featureCount }).RowCount.ShouldBe(RowCount);
    }

    [Fact]
    public void Next_ImageFiles_HaveTheLabelOfTheirFolder()
    {
        using var files = new ChannelDirectory();
        files.Write("2/b.png", ImageFiles.Read("wide.png"));
        files.Write("1/a.jpg", ImageFiles.Read("wide.jpg"));
        files.Write("1/b.png", ImageFiles.Read("gray.png"));
        List<ReadRow> rows = Read(new FileSource("train", files.Path), new ImageFormat(), 12);
        rows.Select(row => row.Label).ShouldBe([1.0, 1.0, 2.0]);
        rows[2].Features.ShouldBe(FormatReading.Rows(new ImageFormat(), ImageFiles.Read("wide.png"), Numbers, file: "1/x").Single().Features);
    }

    [Fact]
    public void Next_DamagedRecord_NamesChannelFileRecordAndOffset()
    {
        (RecordFormat format, byte[] data) = Make("protobuf");
        int length = RecordIoBytes.Whole(Record(0)).Length;
        data[(5 * length) + 2] ^= 1;
        using var files = new ChannelDirectory();
        files.Write("part-0", data);
        Should.Throw<DataException>(() => Read(new FileSource("train", files.Path), format, 4)).Message
            .ShouldStartWith($"channel train, file part-0, record 6, byte offset {5 * length}: found 0xced6230a, expected RecordIO's magic number 0xced7230a.");
    }

    [Fact]
    public void Next_RecordBeyondTheLimit_IsRefusedAtItsHeader()
    {
        using var files = new ChannelDirectory();
        files.Write("part-0", RecordIoBytes.Whole(Record(0)));
        var options = new BatchStreamOptions { BatchSize = 1, Records = Numbers with { RecordLengthMax = 50 } };
        Should.Throw<DataException>(() => Read(new FileSource("train", files.Path), new ProtobufFormat(), options)).Message
            .ShouldStartWith("channel train, file part-0, record 1, byte offset 0: found a record of");
    }

    private static (RecordFormat Format, byte[] Data) Make(string name)
    {
        IEnumerable<int> rows = Enumerable.Range(0, RowCount);
        byte[] image = ImageFiles.Read("wide.jpg");
        return name switch
        {
            "protobuf" => (new ProtobufFormat(), RecordIoBytes.Whole(rows.Select(Record))),
            "protobuf in parts" => (new ProtobufFormat(), [.. rows.SelectMany(i => RecordIoBytes.Parts([Record(i)[..9], Record(i)[9..20], Record(i)[20..]]))]),
            "jsonlines" => (new JsonLinesFormat(), Text(rows.Select(i => i % 2 == 0 ? $"[{i},1,null,{i}.5,-2]" : $"{{\"features\":[{i},2,3,4],\"label\":{i}}}\n"))),
            "libsvm" => (new LibSvmFormat(), Text(rows.Select(i => $"{i} {i % 6}:{i}.25 # {i}"))),
            "packed images" => (new ImageRecordFormat(), RecordIoBytes.Whole(rows.Select(i => ImageFiles.Pack(image, 0, i)))),
            _ => (new AugmentedManifestFormat(["vector", "class"]), RecordIoBytes.Whole(rows.SelectMany(i => (byte[][])[Text([$"[{i},2,3,4]"]), Text([$"{i}"])]))),
        };
    }

    private static byte[] Record(int i) => ProtobufRecords.Dense([i, 0.5f, -i, float.NaN], i);

    private static byte[] Text(IEnumerable<string> lines) => Encoding.UTF8.GetBytes(string.Join('\n', lines));

    private static byte[] Gzip(byte[] data)
    {
        var bytes = new MemoryStream();
        using (var gzip = new GZipStream(bytes, CompressionLevel.Fastest))
        {
            gzip.Write(data);
        }

        return bytes.ToArray();
    }

    private static List<ReadRow> Read(RecordSource source, RecordFormat format, int featureCount) =>
        Read(source, format, new BatchStreamOptions { BatchSize = 7, FeatureCount = featureCount, Records = Numbers, Threads = 2, BlockBytes = 1000 });

    private static List<ReadRow> Read(RecordSource source, RecordFormat format, BatchStreamOptions options) => Bounded.Run(() =>
    {
        var rows = new List<ReadRow>();
        using var stream = new BatchStream(source, format, options, TestContext.Current.CancellationToken);
        while (stream.Next() is { } batch)
        {
            for (int i = 0; i < batch.RowCount; i++)
            {
                rows.Add(new ReadRow(batch.Features.Slice(i * batch.FeatureCount, batch.FeatureCount).ToArray(), (double)batch.Labels[i]));
            }
        }

        return rows;
    });

    private static void Check(List<ReadRow> found, List<ReadRow> expected)
    {
        found.Count.ShouldBe(expected.Count);
        for (int i = 0; i < found.Count; i++)
        {
            found[i].Features.ShouldBe(expected[i].Features);
            Convert.ToDouble(expected[i].Label is string text ? double.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : expected[i].Label).ShouldBe((double)found[i].Label!);
        }
    }
}
