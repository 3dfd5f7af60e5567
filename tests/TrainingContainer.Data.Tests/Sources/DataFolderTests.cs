namespace TrainingContainer.Data.Tests;

/// <summary>Links to directories: what they lead to is listed once on a way, and listing always ends.</summary>
public sealed class DataFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("folder-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Make(params string[] path) => Directory.CreateDirectory(Path.Combine([_folder, .. path])).FullName;

    private static void File(string folder, string name) => System.IO.File.WriteAllText(Path.Combine(folder, name), "1,2\n");

    private static void Link(string folder, string name, string target) => Directory.CreateSymbolicLink(Path.Combine(folder, name), target);

    private static string[] List(string folder) => [.. CsvChannel.ListFiles(folder).Select(path => Path.GetRelativePath(folder, path))];

    /// <summary>Was listed 33 times with one such link, and without end with two.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    public void ChannelThatIsALink_WithLinksToItself_IsListedOnce(int links)
    {
        string real = Make("real");
        File(real, "a.csv");
        for (int i = 0; i < links; i++)
        {
            Link(real, $"self{i}", real);
        }

        Link(_folder, "train", real);
        List(Path.Combine(_folder, "train")).ShouldBe(["a.csv"]);
    }

    [Fact]
    public void DirectoriesThatLinkToEachOther_AreListedOnceEach()
    {
        (string train, string one, string other) = (Make("train"), Make("one"), Make("other"));
        File(one, "1.csv");
        File(other, "2.csv");
        Link(train, "x", one);
        Link(one, "l", other);
        Link(other, "l", one);
        List(train).ShouldBe(["x/1.csv", "x/l/2.csv"]);
    }

    [Fact]
    public void DirectoryUnderTwoNames_IsListedUnderBoth()
    {
        (string train, string real) = (Make("train"), Make("real"));
        File(real, "a.csv");
        Link(train, "one", real);
        Link(train, "two", real);
        List(train).ShouldBe(["one/a.csv", "two/a.csv"]);
    }

    /// <summary>Each level doubles the ways: 2^30 of them.</summary>
    [Fact]
    public void WaysWithoutNumber_AreAnErrorThatNamesTheDirectory()
    {
        string train = Make("0");
        for (int level = 0; level < 30; level++)
        {
            string next = Make($"{level + 1}");
            Link(Path.Combine(_folder, $"{level}"), "a", next);
            Link(Path.Combine(_folder, $"{level}"), "b", next);
        }

        Should.Throw<DataException>(() => List(train)).Message.ShouldContain("found over 100 ways through links to the directory");
    }
}
