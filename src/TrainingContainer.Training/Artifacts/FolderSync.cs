using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>Makes names durable: a file's fsync saves its bytes, the folder's saves that it exists under its name.</summary>
internal static partial class FolderSync
{
    private const int ReadOnlyDirectory = 0x10000;

    /// <summary>Syncs a folder. A file system that knows no such thing (some network ones) is no error.</summary>
    /// <param name="folder">Exists.</param>
    public static void Run(string folder)
    {
        var descriptor = Open(folder, ReadOnlyDirectory);
        if (descriptor < 0)
            return;
        _ = Sync(descriptor);
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
