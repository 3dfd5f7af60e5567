using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TrainingContainer.Data;

/// <summary>The system calls that .NET has no words for: Linux, x64 and arm64.</summary>
internal static partial class Fifo
{
    public const int Again = 11; // EAGAIN
    public const int Interrupted = 4; // EINTR
    private const int NoPermission = 13; // EACCES
    public const short Readable = 0x1; // POLLIN

    private const int ReadNonBlockingCloseOnExec = 0x800 | 0x80000; // O_RDONLY | O_NONBLOCK | O_CLOEXEC
    private const int EventNonBlockingCloseOnExec = 0x800 | 0x80000; // EFD_NONBLOCK | EFD_CLOEXEC
    private const int SetPipeSize = 1031; // F_SETPIPE_SZ
    private const string SizeLimitFile = "/proc/sys/fs/pipe-max-size";

    /// <summary>Opens the reading end; does not wait for a writer.</summary>
    /// <exception cref="IOException">It cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be opened.</exception>
    public static SafeFileHandle Open(string path) => Checked(Open(path, ReadNonBlockingCloseOnExec, 0), path);

    /// <summary>An event that <see cref="Poll"/> waits for along with a pipe (eventfd).</summary>
    public static SafeFileHandle NewEvent() => Checked(EventFd(0, EventNonBlockingCloseOnExec), "eventfd");

    /// <summary>Makes the pipe's buffer as large as the system lets anyone; a smaller one does no harm.</summary>
    public static void Enlarge(SafeFileHandle pipe)
    {
        try
        {
            if (int.TryParse(File.ReadAllText(SizeLimitFile), out int bytes))
            {
                Control(pipe, SetPipeSize, bytes);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // No /proc: the pipe stays as it is.
        }
    }

    [LibraryImport("libc", EntryPoint = "read", SetLastError = true)]
    public static partial nint Read(SafeFileHandle file, ref byte buffer, nint count);

    [LibraryImport("libc", EntryPoint = "write", SetLastError = true)]
    public static partial nint Write(SafeFileHandle file, ref ulong value, nint count);

    [LibraryImport("libc", EntryPoint = "poll", SetLastError = true)]
    public static partial int Poll(ref PollEntry entries, nuint count, int milliseconds);

    private static SafeFileHandle Checked(int descriptor, string name) => descriptor >= 0
        ? new SafeFileHandle(descriptor, ownsHandle: true)
        : Marshal.GetLastPInvokeError() == NoPermission ? throw new UnauthorizedAccessException($"Access to the path '{name}' is denied.")
        : throw new IOException($"{name}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "eventfd", SetLastError = true)]
    private static partial int EventFd(uint value, int flags);

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, int command, int argument);

    /// <summary>struct pollfd.</summary>
    [StructLayout(LayoutKind.Sequential)]
    public struct PollEntry
    {
        public int Descriptor;
        public short Events;
        public short Found;
    }
}
