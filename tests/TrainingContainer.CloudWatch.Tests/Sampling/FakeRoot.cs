namespace TrainingContainer.CloudWatch.Tests.Sampling;

/// <summary>A folder in place of <c>/</c>, with the kernel's files that a test writes.</summary>
internal sealed class FakeRoot : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("root-").FullName;

    public FakeRoot File(string path, string text)
    {
        var file = Path.Combine(Folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        System.IO.File.WriteAllText(file, text);
        return this;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
