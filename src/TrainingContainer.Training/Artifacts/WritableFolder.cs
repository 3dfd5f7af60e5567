using System.Runtime.InteropServices;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Finds out whether a folder can be written, or made, without touching it.</summary>
internal static partial class WritableFolder
{
    private const int MayWriteAndEnter = 2 | 1;
    private const int NoPermission = 13; // EACCES

    /// <summary>Why it can't; null when it can.</summary>
    /// <param name="folder">Need not exist: then the nearest folder above it is asked.</param>
    public static Mistake? Obstacle(string folder)
    {
        var where = $"folder {folder}";
        var existing = folder;
        while (!Path.Exists(existing) && Path.GetDirectoryName(existing) is { Length: > 0 } above)
            existing = above;
        if (!Directory.Exists(existing))
            return new(where, $"found a file {existing}, expected a folder", "move it away");
        if (Access(existing, MayWriteAndEnter) == 0)
            return null;
        var error = Marshal.GetLastPInvokeError();
        return error == NoPermission
            ? SageMaker.NoPermission.Of(where, folder, AccessKind.Write)
            : new(where, $"found {existing} not writable ({Marshal.GetPInvokeErrorMessage(error)}), expected a folder to write into", "mount it to be written as well");
    }

    // as the process itself may, network and read-only file systems included
    [LibraryImport("libc", EntryPoint = "access", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Access(string path, int mode);
}
