using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>Opens what a container has written: a FIFO among it must not make this program wait.</summary>
internal static partial class RegularFile
{
    private const int ReadNonBlockingCloseOnExec = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC

    /// <summary>The file's bytes; null when it is not there, may not be read, or is no regular file.</summary>
    public static FileStream? TryOpen(string path)
    {
        if (!File.Exists(path)) return null;
        var descriptor = Open(path, ReadNonBlockingCloseOnExec, 0);
        if (descriptor < 0) return null;
        var file = new FileStream(new SafeFileHandle(descriptor, ownsHandle: true), FileAccess.Read);
        if (file.CanSeek) return file;
        file.Dispose();
        return null;
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);
}
