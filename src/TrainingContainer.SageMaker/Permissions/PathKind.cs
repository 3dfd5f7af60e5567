namespace TrainingContainer.SageMaker;

/// <summary>What is at a path, told without opening it: opening a FIFO may never return, and a device may be read without end.</summary>
public static class PathKind
{
    /// <summary>What is at the end of all links, where it is no file: "a FIFO", "a directory", "a device" or "a socket".</summary>
    /// <param name="path">The path.</param>
    /// <returns>Null for a file, and where there is nothing or the system does not say: opening it then tells.</returns>
    public static string? OtherThanFile(string path)
    {
        // the system would take what is in front of a zero character for the whole path
        if (path.Contains('\0') || FileOwner.Of(path) is not { } found) return null;
        return found.Type switch
        {
            FileOwner.Regular => null,
            FileOwner.Fifo => "a FIFO",
            FileOwner.Folder => "a directory",
            FileOwner.Socket => "a socket",
            _ => "a device",
        };
    }

    /// <summary>Refuses to open what is not a file.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It leads to a FIFO, a directory, a device or a socket.</exception>
    public static void RequireFile(string path)
    {
        if (OtherThanFile(path) is { } found) throw new IOException($"found {found} at {path}, expected a file");
    }
}
