using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whole-file-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Written_IsThereAndAlone()
    {
        var path = Path.Combine(_folder, "below", "a.txt");
        WholeFile.Write(path, stream => stream.Write("new"u8));
        File.ReadAllText(path).ShouldBe("new");
        Directory.GetFiles(Path.GetDirectoryName(path)!).Length.ShouldBe(1);
    }

    [Fact]
    public void FailureHalfway_LeavesTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_folder, "a.txt");
        File.WriteAllText(path, "old");
        Should.Throw<IOException>(() => WholeFile.Write(path, stream =>
        {
            stream.Write("half"u8);
            throw new IOException("No space left on device");
        }));
        File.ReadAllText(path).ShouldBe("old");
        Directory.GetFiles(_folder).Length.ShouldBe(1);
    }

    [Fact]
    public void FolderThatIsAFile_FailsAtOnce()
    {
        var path = Path.Combine(_folder, "file");
        File.WriteAllText(path, "");
        Should.Throw<IOException>(() => WholeFile.CheckFolder(path, []));
    }

    [Fact]
    public void CheckedFolder_StaysEmpty()
    {
        var mistakes = new List<Mistake>();
        WholeFile.CheckFolder(Path.Combine(_folder, "new"), mistakes);
        mistakes.ShouldBeEmpty();
        Directory.GetFileSystemEntries(Path.Combine(_folder, "new")).ShouldBeEmpty();
    }
}
