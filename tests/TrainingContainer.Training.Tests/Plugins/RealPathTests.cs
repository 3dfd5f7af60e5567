namespace TrainingContainer.Training.Tests;

public sealed class RealPathTests : IDisposable
{
    private readonly string _folder = RealPath.Of(Directory.CreateTempSubdirectory("real-").FullName);

    [Fact]
    public void LinksOnTheWayAndAtTheEnd_AreFollowed()
    {
        Directory.CreateDirectory(Path.Combine(_folder, "a", "b"));
        File.WriteAllText(Path.Combine(_folder, "a", "b", "file"), "");
        Directory.CreateSymbolicLink(Path.Combine(_folder, "absolute"), Path.Combine(_folder, "a"));
        File.CreateSymbolicLink(Path.Combine(_folder, "relative"), "./absolute/../absolute/b/file");
        RealPath.Of(Path.Combine(_folder, "relative")).ShouldBe(Path.Combine(_folder, "a", "b", "file"));
    }

    [Fact]
    public void PathWithoutLinks_IsItself() => RealPath.Of($"{_folder}/none/./x/../y").ShouldBe($"{_folder}/none/y");

    [Fact]
    public void Circle_Ends()
    {
        File.CreateSymbolicLink(Path.Combine(_folder, "one"), "two");
        File.CreateSymbolicLink(Path.Combine(_folder, "two"), "one");
        Should.Throw<IOException>(() => RealPath.Of(Path.Combine(_folder, "one"))).Message.ShouldContain("more than 40 symbolic links");
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
