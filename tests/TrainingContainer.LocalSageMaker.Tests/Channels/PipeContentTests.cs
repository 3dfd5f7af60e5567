using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Channels;

public sealed class PipeContentTests
{
    private static readonly ChannelRequest Channel = new() { Name = "train", DataType = "S3Prefix", InputMode = "Pipe", Location = new S3Location("bucket", "train/") };

    [Fact]
    public void Write_Objects_FollowOneAnotherWithoutAnythingBetween() => Written(Channel, ("a", Bytes("1\n2")), ("b", Bytes("3\n"))).ShouldBe(Bytes("1\n23\n"));

    [Fact]
    public void Write_Gzip_IsUnpackedByObject() =>
        Written(Channel with { IsGzip = true }, ("a", Packed("1\n")), ("b", Bytes("2\n"))).ShouldBe(Bytes("1\n2\n"));

    [Fact]
    public void Write_Wrapped_MakesARecordOfEachObject() =>
        Records(Written(Channel with { IsWrapped = true, IsGzip = true }, ("a", Packed("12345")), ("b", Bytes("")))).ShouldBe([(0u, "12345"), (0u, "")]);

    [Fact]
    public void Write_BrokenGzip_NamesTheObject() =>
        Should.Throw<ChannelException>(() => Written(Channel with { IsGzip = true }, ("a", [0x1f, 0x8b, 1, 2]))).Message.ShouldStartWith("channel train, s3://bucket/train/a: ");

    [Fact]
    public void Write_AugmentedManifest_StreamsTheAttributesInTheirOrder()
    {
        var channel = Channel with { DataType = "AugmentedManifestFile", Location = new S3Location("bucket", "m.jsonl"), AttributeNames = ["image-ref", "label", "name"], IsWrapped = true };
        using var folder = new TemporaryFolder().Put("bucket/i/1.jpg", "JPEG1").Put("bucket/i/2.jpg", "JPEG2").Put("bucket/m.jsonl", """
            {"label":1,"image-ref":"s3://bucket/i/1.jpg","name":"x","other":2}
            {"name":"y","image-ref":"s3://bucket/i/2.jpg","label":0}

            """);
        var pipe = new MemoryStream();

        PipeContent.Write(folder.Storage, channel, ChannelSource.Find(folder.Storage, channel).Items(0, 0, 1), pipe);

        Records(pipe.ToArray()).Select(record => record.Payload).ShouldBe(["JPEG1", "1", "x", "JPEG2", "0", "y"]);
    }

    [Theory]
    [InlineData("{\"label\":1}", "a line without image-ref")]
    [InlineData("{\"image-ref\":5}", "expected an s3:// URI")]
    [InlineData("{\"image-ref\":\"s3://bucket/none\"}", "there is no object s3://bucket/none")]
    [InlineData("no json", "a JSON object in every line")]
    public void Write_WrongManifestLine_SaysWhatIsWrong(string line, string message)
    {
        var channel = Channel with { DataType = "AugmentedManifestFile", Location = new S3Location("bucket", "m.jsonl"), AttributeNames = ["image-ref"] };
        using var folder = new TemporaryFolder().Put("bucket/m.jsonl", line);

        Should.Throw<ChannelException>(() => PipeContent.Write(folder.Storage, channel, ChannelSource.Find(folder.Storage, channel).Items(0, 0, 1), new MemoryStream())).Message.ShouldContain(message);
    }

    [Theory]
    [InlineData(8, "0:8")]
    [InlineData(9, "1:8 3:1")]
    [InlineData(24, "1:8 2:8 3:8")]
    public void RecordWriter_TooLongForAPart_WritesSeveral(int length, string parts)
    {
        var pipe = new MemoryStream();
        RecordWriter.Write(pipe, new MemoryStream(new byte[length]), length, partBytesMax: 8);

        string.Join(' ', Records(pipe.ToArray()).Select(record => $"{record.Kind}:{record.Payload.Length}")).ShouldBe(parts);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Packed(string text)
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest)) gzip.Write(Bytes(text));
        return packed.ToArray();
    }

    private static byte[] Written(ChannelRequest channel, params (string Name, byte[] Content)[] objects)
    {
        using var folder = new TemporaryFolder();
        foreach (var (name, content) in objects) folder.Put($"bucket/train/{name}", content);
        var pipe = new MemoryStream();
        PipeContent.Write(folder.Storage, channel, ChannelSource.Find(folder.Storage, channel).Items(0, 0, 1), pipe);
        return pipe.ToArray();
    }

    private static List<(uint Kind, string Payload)> Records(byte[] bytes)
    {
        var records = new List<(uint, string)>();
        for (var at = 0; at < bytes.Length;)
        {
            bytes[at..(at + 4)].ShouldBe([0x0a, 0x23, 0xd7, 0xce]);
            var word = BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + 4));
            var length = (int)(word & 0x1fffffff);
            records.Add((word >> 29, Encoding.UTF8.GetString(bytes, at + 8, length)));
            at += 8 + ((length + 3) & ~3);
        }

        return records;
    }
}
