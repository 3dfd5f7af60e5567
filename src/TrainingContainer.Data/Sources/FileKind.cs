using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>What a path leads to.</summary>
internal enum FileKinds
{
    None,
    Fifo,
    Directory,
    Regular,
    Other,
}

/// <summary>Tells FIFOs from files without opening them: opening one may block, and wakes its writer.</summary>
internal static partial class FileKind
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint TypeModeAndInode = 0x103; // STATX_TYPE | STATX_MODE | STATX_INO
    private const int StatxBytes = 256;
    private const int ModeOffset = 28;
    private const int InodeOffset = 32;
    private const int DeviceOffset = 136; // major and minor number, 4 bytes each
    private const int NoEntry = 2; // ENOENT
    private const int NotDirectory = 20; // ENOTDIR
    private const int NoPermission = 13; // EACCES

    /// <summary>The kind of the file at the end of all links. None: there is no such file.</summary>
    /// <exception cref="IOException">The system does not say.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public static FileKinds Of(string path)
    {
        Span<byte> statx = stackalloc byte[StatxBytes];
        if (!Read(path, statx))
        {
            return FileKinds.None;
        }

        return (BinaryPrimitives.ReadUInt16LittleEndian(statx[ModeOffset..]) & 0xF000) switch
        {
            0x1000 => FileKinds.Fifo,
            0x4000 => FileKinds.Directory,
            0x8000 => FileKinds.Regular,
            _ => FileKinds.Other,
        };
    }

    /// <summary>Which directory is at the end of all links.</summary>
    /// <exception cref="IOException">There is none any more, or the system does not say.</exception>
    /// <exception cref="UnauthorizedAccessException">A folder on the way may not be entered.</exception>
    public static DirectoryIdentity Identity(string directory)
    {
        Span<byte> statx = stackalloc byte[StatxBytes];
        return Read(directory, statx)
            ? new DirectoryIdentity(BinaryPrimitives.ReadUInt64LittleEndian(statx[DeviceOffset..]), BinaryPrimitives.ReadUInt64LittleEndian(statx[InodeOffset..]))
            : throw new DirectoryNotFoundException($"{directory}: it is not there any more");
    }

    /// <summary>False when there is no such file.</summary>
    private static bool Read(string path, Span<byte> statx)
    {
        // struct statx is laid out alike on all architectures (statx(2)).
        statx.Clear();
        if (Statx(WorkingDirectory, path, 0, TypeModeAndInode, ref MemoryMarshal.GetReference(statx)) == 0)
        {
            return true;
        }

        int error = Marshal.GetLastPInvokeError();
        return error switch
        {
            NoEntry or NotDirectory => false,
            NoPermission => throw new UnauthorizedAccessException($"Access to the path '{path}' is denied."),
            _ => throw new IOException($"{path}: {Marshal.GetPInvokeErrorMessage(error)}"),
        };
    }

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte statx);
}
