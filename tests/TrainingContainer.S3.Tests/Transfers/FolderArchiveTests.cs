using System.Formats.Tar;
using System.IO.Compression;

namespace TrainingContainer.S3.Tests.Transfers;

public sealed class FolderArchiveTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_AreAtTheTop_WithoutWhatIsNotWhole()
    {
        _folder.Write("in/model.json", [1, 2]);
        _folder.Write("in/sub/x", Bytes.Of(100_000));
        _folder.Write("in/.y.sagemaker-ignore", [3]);
        File.CreateSymbolicLink(_folder.File("in", "link"), "/etc/passwd");
        FolderArchive.Write(_folder.File("in"), _folder.File("a.tar.gz"), TestContext.Current.CancellationToken).ShouldBe(2);
        using var tar = new TarReader(new GZipStream(File.OpenRead(_folder.File("a.tar.gz")), CompressionMode.Decompress));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
            entry.EntryType.ShouldBe(TarEntryType.RegularFile);
            if (entry.Name == "sub/x")
                entry.Length.ShouldBe(100_000);
        }
        names.ShouldBe(["model.json", "sub/x"]);
    }

    [Fact]
    public void SameFiles_AreTheSameBytes()
    {
        _folder.Write("in/a", [1], new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        FolderArchive.Write(_folder.File("in"), _folder.File("1.tar.gz"), TestContext.Current.CancellationToken);
        File.SetLastWriteTimeUtc(_folder.File("in", "a"), new DateTime(2021, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        FolderArchive.Write(_folder.File("in"), _folder.File("2.tar.gz"), TestContext.Current.CancellationToken);
        File.ReadAllBytes(_folder.File("1.tar.gz")).ShouldBe(File.ReadAllBytes(_folder.File("2.tar.gz")));
    }

    [Fact]
    public void NoFolder_IsNoFile() => FolderArchive.Write(_folder.File("none"), _folder.File("a.tar.gz"), TestContext.Current.CancellationToken).ShouldBe(0);
}
