using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker;

/// <summary>What is at a path, told without opening it: to open a FIFO may never return, and a device may be read without end.</summary>
public static partial class PathKind
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint Type = 0x1; // STATX_TYPE
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;

    /// <summary>What is at the end of all links, where it is no file: "a FIFO", "a directory", "a device" or "a socket".</summary>
    /// <param name="path">The path.</param>
    /// <returns>Null for a file, and where there is nothing or the system does not say: opening it then tells.</returns>
    public static string? OtherThanFile(string path)
    {
        // what the system would take for a shorter path
        if (path.Contains('\0')) return null;
        // struct statx is laid out alike on all architectures (statx(2))
        Span<byte> statx = stackalloc byte[StatxBytes];
        statx.Clear();
        if (Statx(WorkingDirectory, path, 0, Type, ref MemoryMarshal.GetReference(statx)) != 0) return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(statx[ModeOffset..]) & 0xF000) switch
        {
            0x8000 => null,
            0x1000 => "a FIFO",
            0x4000 => "a directory",
            0xC000 => "a socket",
            _ => "a device",
        };
    }

    /// <summary>Refuses to open what is no file.</summary>
    /// <param name="path">The path.</param>
    /// <exception cref="IOException">It leads to a FIFO, a directory, a device or a socket.</exception>
    public static void RequireFile(string path)
    {
        if (OtherThanFile(path) is { } found) throw new IOException($"found {found} at {path}, expected a file");
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte statx);
}
