using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.S3;
using TrainingContainer.S3.Tests;
using static TrainingContainer.LocalSageMaker.Tests.Storage.EndpointFolder;

namespace TrainingContainer.LocalSageMaker.Tests.Storage;

public sealed class S3EndpointTests
{
    private static readonly byte[] Large = Bytes.Of((3 * PieceBytes) + 456);

    [Theory]
    [InlineData("train", "train-old/z.csv,train/a.csv,train/sub/b.csv,train2.csv")]
    [InlineData("train/", "train/a.csv,train/sub/b.csv")]
    [InlineData("nobody", "")]
    public void List_IsPurePrefixMatchingOverAllPages_WithoutWhatStandsForFolders(string prefix, string keys)
    {
        using var folder = new EndpointFolder(new MemoryStore { PageSize = 2 });
        foreach (var key in (string[])["train/a.csv", "train/sub/b.csv", "train-old/z.csv", "train2.csv", "train/sub/", "train/", "other"]) folder.Store.Put(key, key.EndsWith('/') ? [] : [1]);

        string.Join(',', folder.Endpoint.List(At(prefix))).ShouldBe(keys);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(PieceBytes)]
    [InlineData(PieceBytes + 1)]
    [InlineData(5 * PieceBytes)]
    public void PutThenOpen_BringsTheBytes(int length)
    {
        using var folder = new EndpointFolder();
        var bytes = Bytes.Of(length);
        folder.Endpoint.Put(At("k"), stream =>
        {
            foreach (var part in bytes.Chunk(7)) stream.Write(part);
        });

        Read(folder, "k").ShouldBe(bytes);
        Directory.GetFiles(folder.PathOf("uploads")).ShouldBeEmpty();
        folder.Store.Calls.Any(call => call == "begin k").ShouldBe(length > PieceBytes, "a large object goes up in parts");
    }

    [Fact]
    public void Put_ThatFailsInItsMiddle_LeavesTheOldObject()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", [1]);
        Should.Throw<IOException>(() => folder.Endpoint.Put(At("k"), stream =>
        {
            stream.Write(Large);
            throw new IOException("the disk is full");
        }));

        folder.Store.Objects["k"].Bytes.ShouldBe([1]);
        folder.Store.Calls.ShouldBeEmpty();
        Directory.GetFiles(folder.PathOf("uploads")).ShouldBeEmpty();
    }

    [Fact]
    public void Fetch_CopiesWholeFiles_ListedOrNot()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("a", Large).Put("ab", [1]).Put("c", []);
        folder.Endpoint.List(At("a"));
        folder.Endpoint.Fetch([(At("a"), folder.PathOf("a")), (At("ab"), folder.PathOf("b")), (At("c"), folder.PathOf("c"))]);

        File.ReadAllBytes(folder.PathOf("a")).ShouldBe(Large);
        File.ReadAllBytes(folder.PathOf("b")).ShouldBe([1]);
        File.ReadAllBytes(folder.PathOf("c")).ShouldBeEmpty();
        folder.Store.Calls.Count(call => call.StartsWith("list", StringComparison.Ordinal)).ShouldBe(2, "the first two are known from the listing");
    }

    [Fact]
    public void MissingObject_IsNamed()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("kk", [1]);
        Should.Throw<FileNotFoundException>(() => folder.Endpoint.Open(At("k"))).Message.ShouldBe("there is no object s3://bucket/k");
        Should.Throw<FileNotFoundException>(() => folder.Endpoint.Fetch([(At("k"), folder.PathOf("k"))])).Message.ShouldBe("there is no object s3://bucket/k");
    }

    [Fact]
    public void Refusal_OfAnyCall_SaysWhoRefusesWhatAndHowToFixIt()
    {
        using var folder = new EndpointFolder();
        folder.Store.Fault = _ => new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied (Access Denied)");
        foreach (var act in (Action[])
        [
            () => folder.Endpoint.List(At("k")), () => folder.Endpoint.Open(At("k")), () => folder.Endpoint.Fetch([(At("k"), folder.PathOf("k"))]),
            () => folder.Endpoint.Put(At("k"), stream => stream.WriteByte(1)), () => folder.Endpoint.Delete(At("k")),
        ])
            Should.Throw<StorageException>(act).Message.ShouldStartWith("S3 in memory: s3://bucket/k: found 403 AccessDenied (Access Denied), expected permission. Fix: allow the role or user s3:ListBucket");
    }

    [Fact]
    public void Delete_OfWhatIsNotThere_IsNoFailure()
    {
        using var folder = new EndpointFolder();
        folder.Store.Put("k", [1]);
        folder.Endpoint.Delete(At("k"));
        folder.Endpoint.Delete(At("k"));
        folder.Store.Objects.ShouldBeEmpty();
    }

    internal static byte[] Read(EndpointFolder folder, string key)
    {
        using var stream = folder.Endpoint.Open(At(key));
        var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
