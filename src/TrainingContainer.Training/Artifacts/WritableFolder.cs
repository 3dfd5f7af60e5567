using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>Finds out whether a folder can be written, or made, without touching it.</summary>
internal static partial class WritableFolder
{
    private const int MayWriteAndEnter = 2 | 1;

    /// <summary>Why it can't; null when it can.</summary>
    /// <param name="folder">Need not exist: then the nearest folder above it is asked.</param>
    public static string? Obstacle(string folder)
    {
        var existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } above)
            existing = above;
        if (!Directory.Exists(existing))
            return $"found a file {existing}, expected a folder";
        if (Access(existing, MayWriteAndEnter) == 0)
            return null;
        var reason = Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError());
        return $"found {existing} not writable ({reason}), expected a folder to write into";
    }

    // as the process itself may, network and read-only file systems included
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
