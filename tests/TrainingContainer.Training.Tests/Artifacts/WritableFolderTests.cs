namespace TrainingContainer.Training.Tests;

public sealed class WritableFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("folder-").FullName;

    [Fact]
    public void Folder_ThatIsThereOrCanBeMade_HasNoObstacleAndIsLeftAlone()
    {
        WritableFolder.Obstacle(_folder).ShouldBeNull();
        WritableFolder.Obstacle(Path.Combine(_folder, "output", "data")).ShouldBeNull();
        Directory.GetFileSystemEntries(_folder).ShouldBeEmpty();
    }

    [Fact]
    public void File_InTheWay_IsNamed()
    {
        var file = Path.Combine(_folder, "output");
        File.WriteAllText(file, "");
        WritableFolder.Obstacle(Path.Combine(file, "data")).ShouldNotBeNull().What.ShouldBe($"found a file {file}, expected a folder");
    }

    [Fact]
    public void Folder_NobodyMayWriteInto_SaysWhy()
    {
        // a file system that is read-only even for root
        var obstacle = WritableFolder.Obstacle("/proc/sys/kernel/nothing");
        obstacle.ShouldNotBeNull().Where.ShouldBe("folder /proc/sys/kernel/nothing");
        obstacle.What.ShouldStartWith("found /proc/sys/kernel");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
