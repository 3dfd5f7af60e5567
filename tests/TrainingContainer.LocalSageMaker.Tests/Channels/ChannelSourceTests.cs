using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Channels;

public sealed class ChannelSourceTests
{
    private static readonly ChannelRequest Channel = new() { Name = "train", DataType = "S3Prefix", InputMode = "File", Location = new S3Location("bucket", "train/") };

    [Theory]
    [InlineData("train", "train-old/z.csv a.csv sub/b.csv")]
    [InlineData("train/", "a.csv sub/b.csv")]
    [InlineData("train/a.csv", "a.csv")]
    [InlineData("train/s", "sub/b.csv")]
    public void Items_OfAPrefix_LieBelowItsFolder(string prefix, string paths)
    {
        using var folder = new TemporaryFolder();
        foreach (var key in (string[])["train/a.csv", "train/sub/b.csv", "train-old/z.csv"]) folder.Put($"bucket/{key}", "");

        var items = ChannelSource.Find(folder.Storage, Channel with { Location = new S3Location("bucket", prefix) }).Items(0, 0, 1);

        string.Join(' ', items.Select(item => item.Path)).ShouldBe(paths);
    }

    [Fact]
    public void Items_Sharded_AreSharedOutWithoutRestAndOverlap()
    {
        using var folder = Objects(7);
        var source = ChannelSource.Find(folder.Storage, Channel with { IsSharded = true });

        var shards = Enumerable.Range(0, 3).Select(host => source.Items(0, host, 3).Select(item => item.Path).ToArray()).ToArray();

        shards.Select(shard => shard.Length).ShouldBe([3, 2, 2]);
        shards.SelectMany(shard => shard).Distinct().Count().ShouldBe(7);
        ChannelSource.Find(Objects(1).Storage, Channel with { IsSharded = true }).Items(0, 1, 2).ShouldBeEmpty();
    }

    [Fact]
    public void Items_Shuffled_HaveAnotherOrderInEachEpochAndTheSameForTheSameSeed()
    {
        using var folder = Objects(20);
        var source = ChannelSource.Find(folder.Storage, Channel with { ShuffleSeed = 5, IsSharded = true });
        string[] Epoch(int epoch, int host = 0) => [.. source.Items(epoch, host, 2).Select(item => item.Path)];

        Epoch(0).ShouldBe(ChannelSource.Find(folder.Storage, Channel with { ShuffleSeed = 5, IsSharded = true }).Items(0, 0, 2).Select(item => item.Path));
        Epoch(1).ShouldNotBe(Epoch(0));
        Epoch(1).Order().ShouldNotBe(Epoch(0).Order(), "shards are exchanged between epochs");
        Epoch(3).Concat(Epoch(3, host: 1)).Order().ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i:D2}"));
    }

    [Fact]
    public void Items_OfAManifest_AreInItsOrder()
    {
        using var folder = new TemporaryFolder().Put("bucket/m.json", """[{"prefix":"s3://data/x-"},"2/b.csv","1/a.csv"]""");

        ChannelSource.Find(folder.Storage, Manifest).Items(0, 0, 1)
            .ShouldBe([new ChannelItem(new S3Location("data", "x-2/b.csv"), "2/b.csv"), new ChannelItem(new S3Location("data", "x-1/a.csv"), "1/a.csv")]);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[\"a\"]")]
    [InlineData("[{\"prefix\":\"s3://bucket/\"},1]")]
    [InlineData("[{\"prefix\":\"s3://bucket/\"},\"../../etc/passwd\"]")]
    [InlineData("[{\"prefix\":\"/etc/\"},\"passwd\"]")]
    [InlineData("no json")]
    [InlineData("[{\"prefix\":\"s3://bucket/\"}]")]
    public void Find_WrongManifest_Refuses(string manifest)
    {
        using var folder = new TemporaryFolder().Put("bucket/m.json", manifest);

        Should.Throw<ChannelException>(() => ChannelSource.Find(folder.Storage, Manifest)).Message.ShouldStartWith("channel train");
    }

    [Fact]
    public void Find_NothingThere_NamesThePrefix()
    {
        using var folder = new TemporaryFolder();

        Should.Throw<ChannelException>(() => ChannelSource.Find(folder.Storage, Channel)).Message.ShouldContain(
            $"no objects under s3://bucket/train/, since there is no folder {folder.PathOf("s3", "bucket")} in the bucket's place; expected at least one");
        Should.Throw<ChannelException>(() => ChannelSource.Find(folder.Storage, Manifest)).Message.ShouldContain("there is no object s3://bucket/m.json");
        folder.Put("bucket/other", "");
        Should.Throw<ChannelException>(() => ChannelSource.Find(folder.Storage, Channel)).Message.ShouldContain("no objects under s3://bucket/train/; expected at least one");
    }

    [Theory]
    [InlineData("File", true)]
    [InlineData("FastFile", false)]
    public void Fill_CopiesTheObjects(string mode, bool isWritable)
    {
        using var folder = new TemporaryFolder().Put("bucket/train/sub/b.csv", "b");
        var channel = Channel with { InputMode = mode };

        FileChannel.Fill(folder.Storage, channel, ChannelSource.Find(folder.Storage, channel).Items(0, 0, 1), folder.PathOf("train"));

        File.ReadAllText(folder.PathOf("train", "sub", "b.csv")).ShouldBe("b");
        new FileInfo(folder.PathOf("train", "sub", "b.csv")).IsReadOnly.ShouldBe(!isWritable);
    }

    private static ChannelRequest Manifest => Channel with { DataType = "ManifestFile", Location = new S3Location("bucket", "m.json") };

    private static TemporaryFolder Objects(int count)
    {
        var folder = new TemporaryFolder();
        for (var i = 0; i < count; i++) folder.Put($"bucket/train/{i:D2}", "");
        return folder;
    }
}
