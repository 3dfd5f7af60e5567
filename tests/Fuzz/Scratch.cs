namespace Fuzz;

/// <summary>A folder in memory where inputs lie as the files that a target reads.</summary>
internal sealed class Scratch : IDisposable
{
    public Scratch() => Folder = Directory.CreateDirectory(Path.Combine(
        Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath(), $"fuzz-{Environment.ProcessId}")).FullName;

    /// <summary>Its path.</summary>
    public string Folder { get; }

    /// <summary>Writes a file, over what it held before.</summary>
    /// <returns>Its path.</returns>
    public string Write(string name, byte[] content)
    {
        var path = Path.Combine(Folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
