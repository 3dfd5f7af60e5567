using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Storage;

public sealed class S3RootTests
{
    [Theory]
    [InlineData("s3://bucket/train", "train-old/z.csv,train/a.csv,train/sub/b.csv,train2.csv")]
    [InlineData("s3://bucket/train/", "train/a.csv,train/sub/b.csv")]
    [InlineData("s3://bucket/train/a.csv", "train/a.csv")]
    [InlineData("s3://bucket", "other/c.csv,train-old/z.csv,train/a.csv,train/sub/b.csv,train2.csv")]
    [InlineData("s3://nobody/x", "")]
    public void List_IsPurePrefixMatchingInTheOrderOfBytes(string prefix, string keys)
    {
        using var folder = new TemporaryFolder();
        foreach (var key in (string[])["train/a.csv", "train/sub/b.csv", "train-old/z.csv", "train2.csv", "other/c.csv"]) folder.Put($"bucket/{key}", "");

        string.Join(',', folder.Storage.List(S3Location.TryParse(prefix)!)).ShouldBe(keys);
    }

    [Fact]
    public void Put_ThatFails_LeavesTheOldObject()
    {
        using var folder = new TemporaryFolder().Put("bucket/k", "old");
        var location = new S3Location("bucket", "k");

        Should.Throw<IOException>(() => folder.Storage.Put(location, stream =>
        {
            stream.Write("half"u8);
            throw new IOException();
        }));

        File.ReadAllText(folder.PathOf("s3", "bucket", "k")).ShouldBe("old");
        Directory.GetFiles(folder.PathOf("s3", ".uploads")).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../out")]
    [InlineData("a/../../out")]
    [InlineData("/etc/passwd")]
    public void Open_KeyThatLeavesTheFolder_IsNotThere(string key)
    {
        using var folder = new TemporaryFolder().Put("bucket/k", "");

        Should.Throw<FileNotFoundException>(() => folder.Storage.Open(new S3Location("bucket", key)));
        Should.Throw<FileNotFoundException>(() => folder.Storage.Put(new S3Location("bucket", key), _ => { }));
    }

    [Fact]
    public void TryOpen_OfAFifo_DoesNotWait()
    {
        using var folder = new TemporaryFolder();
        LocalSageMaker.Channels.NamedPipe.Make(folder.PathOf("fifo"));

        RegularFile.TryOpen(folder.PathOf("fifo")).ShouldBeNull();
        RegularFile.TryOpen(folder.PathOf("missing")).ShouldBeNull();
    }
}
