using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>The writing side of FIFOs: system calls that .NET has no words for.</summary>
internal static partial class NamedPipe
{
    private const int NoReader = 6; // ENXIO
    private const int WriteNonBlockingCloseOnExec = 0x1 | 0x800 | 0x80000; // O_WRONLY | O_NONBLOCK | O_CLOEXEC
    private const int SetFlags = 4; // F_SETFL
    private const uint EverybodyMayReadAndWrite = 0x1B6; // 0666

    /// <summary>Makes a FIFO.</summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    public static void Make(string path)
    {
        if (MakeFifo(path, EverybodyMayReadAndWrite) != 0) throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Opens a FIFO for writing.</summary>
    /// <returns>A stream whose writes wait for the reader; null as long as nobody has opened the FIFO for reading.</returns>
    /// <exception cref="IOException">It cannot be opened.</exception>
    public static FileStream? TryOpen(string path)
    {
        var descriptor = Open(path, WriteNonBlockingCloseOnExec, 0);
        if (descriptor < 0)
            return Marshal.GetLastPInvokeError() == NoReader ? null : throw new IOException($"{path}: {Marshal.GetLastPInvokeErrorMessage()}");
        var handle = new SafeFileHandle(descriptor, ownsHandle: true);
        _ = Control(handle, SetFlags, 0);
        return new FileStream(handle, FileAccess.Write, 0);
    }

    [LibraryImport("libc", EntryPoint = "mkfifo", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int MakeFifo(string path, uint mode);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);
}
