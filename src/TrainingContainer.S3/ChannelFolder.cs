using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>A channel's folder against the objects that it is to hold.</summary>
internal static class ChannelFolder
{
    private const int ShownMax = 5;

    /// <summary>The objects that are still to be downloaded. A file of the object's size and time is one that an earlier download brought.</summary>
    /// <param name="folder">The channel's.</param>
    /// <param name="files">All of its objects, and their relative paths.</param>
    /// <param name="where">Who asks.</param>
    /// <param name="source">From where.</param>
    /// <exception cref="JobInputException">There are files that are none of the objects: they would be read as the channel's.</exception>
    public static IReadOnlyList<(StoredObject Source, string Path)> Missing(
        string folder, IReadOnlyList<(StoredObject Source, string Name)> files, string where, S3Location source)
    {
        var paths = files.Select(file => (file.Source, Path: Path.Combine(folder, file.Name))).ToList();
        var known = paths.Select(file => file.Path).ToHashSet(StringComparer.Ordinal);
        var foreign = new List<string>();
        foreach (var path in Directory.EnumerateFiles(folder, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.None }))
        {
            if (TransferFile.IsTemporary(path))
                File.Delete(path);
            else if (!known.Contains(path))
                foreign.Add(Shown.Plain(Path.GetRelativePath(folder, path)));
        }

        if (foreign.Count > 0)
        {
            throw new JobInputException([new Mistake(where,
                $"found {foreign.Count} files in {folder} that are not in {Shown.OneLine(source.ToString())} ({string.Join(", ", foreign.Order(StringComparer.Ordinal).Take(ShownMax))}{(foreign.Count > ShownMax ? ", …" : "")}), expected none: they would be read as rows",
                "empty the folder, or leave S3Uri out to train on what is there")]);
        }

        return [.. paths.Where(file => !IsThere(file.Source, new FileInfo(file.Path)))];
    }

    // to the second: not every file system keeps more
    private static bool IsThere(StoredObject source, FileInfo file) =>
        file.Exists && file.Length == source.Length && file.LinkTarget is null
        && Math.Abs((file.LastWriteTimeUtc - source.Modified.UtcDateTime).TotalSeconds) < 1;
}
