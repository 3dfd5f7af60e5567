using System.IO.Compression;
using System.Text;
using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.Tests.Storage;
using TrainingContainer.S3;
using TrainingContainer.S3.Tests;

namespace TrainingContainer.LocalSageMaker.Tests.Channels;

/// <summary>Channels whose objects are at an endpoint, where keys need not be paths.</summary>
public sealed class EndpointChannelTests : IDisposable
{
    private static readonly ChannelRequest Channel = new() { Name = "train", DataType = "S3Prefix", InputMode = "File", Location = EndpointFolder.At("train/") };

    private readonly EndpointFolder _s3 = new();

    public void Dispose() => _s3.Dispose();

    [Theory]
    [InlineData("File")]
    [InlineData("FastFile")]
    public void Fill_MakesFilesOfObjectsAndNoneOfFolders(string mode)
    {
        _s3.Store.Put("train/a.csv", Bytes.Of(5_000)).Put("train/sub/b.csv", [1]).Put("train/sub/", []).Put("train/", []);
        Fill(Channel with { InputMode = mode });

        File.ReadAllBytes(_s3.PathOf("train", "a.csv")).ShouldBe(Bytes.Of(5_000));
        Directory.GetFiles(_s3.PathOf("train"), "*", SearchOption.AllDirectories).Length.ShouldBe(2);
        File.GetAttributes(_s3.PathOf("train", "sub", "b.csv")).HasFlag(FileAttributes.ReadOnly).ShouldBe(mode == "FastFile");
    }

    [Theory]
    [InlineData("train/../../out", "which can't be a file's path, expected one without empty, \".\" or \"..\" parts")]
    [InlineData("train//a", "both as an object and as a folder of others")]
    [InlineData("train/x//a", "which can't be a file's path")]
    public void Fill_KeysThatNoFolderCanHold_AreRefused(string key, string message)
    {
        _s3.Store.Put(key, [1]).Put("train/a/b", [1]);
        Should.Throw<ChannelException>(() => Fill(Channel)).Message.ShouldContain(message);
        File.Exists(_s3.PathOf("out")).ShouldBeFalse();
    }

    [Fact]
    public void Manifest_NamesObjectsThatNeedNotBeListed()
    {
        _s3.Store.Put("m.json", Encoding.UTF8.GetBytes("""[{"prefix":"s3://bucket/train/"},"a","sub/b"]""")).Put("train/a", [1]).Put("train/sub/b", [2]).Put("train/c", [3]);
        Fill(Channel with { DataType = "ManifestFile", Location = EndpointFolder.At("m.json") });

        Directory.GetFiles(_s3.PathOf("train"), "*", SearchOption.AllDirectories).Length.ShouldBe(2);
        File.ReadAllBytes(_s3.PathOf("train", "sub", "b")).ShouldBe([2]);
    }

    [Fact]
    public void Pipe_StreamsObjectsOfManyPieces_UnpackedAndInRecords()
    {
        var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.NoCompression, leaveOpen: true)) gzip.Write(Bytes.Of(5_000));
        _s3.Store.Put("train/a", packed.ToArray(), EndpointFolder.PieceBytes).Put("train/b", Bytes.Of(2_500));
        var channel = Channel with { InputMode = "Pipe", IsGzip = true, IsWrapped = true };
        var pipe = new MemoryStream();
        PipeContent.Write(_s3.Endpoint, channel, ChannelSource.Find(_s3.Endpoint, channel).Items(0, 0, 1), pipe);

        pipe.Length.ShouldBe(2 * 8 + 5_000 + 2_500);
        pipe.ToArray()[8..5_008].ShouldBe(Bytes.Of(5_000));
        pipe.ToArray()[5_016..].ShouldBe(Bytes.Of(2_500));
    }

    [Fact]
    public void Pipe_WhoseObjectFailsInItsMiddle_IsNoClosedReader()
    {
        _s3.Store.Put("train/a", Bytes.Of(5_000));
        _s3.Store.Fault = call => call == "read train/a 3000" ? new ObjectStoreException(ObjectStoreFailure.NoConnection, "connection refused") : null;
        Should.Throw<ChannelException>(() => PipeContent.Write(_s3.Endpoint, Channel, ChannelSource.Find(_s3.Endpoint, Channel).Items(0, 0, 1), new MemoryStream()))
            .Message.ShouldStartWith("channel train, s3://bucket/train/a: S3 in memory: s3://bucket/train/a: found connection refused, expected a connection to S3.");
    }

    private void Fill(ChannelRequest channel) =>
        FileChannel.Fill(_s3.Endpoint, channel, ChannelSource.Find(_s3.Endpoint, channel).Items(0, 0, 1), _s3.PathOf("train"));
}
