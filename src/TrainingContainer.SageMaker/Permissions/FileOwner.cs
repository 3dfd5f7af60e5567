using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker;

/// <summary>What is at a path, whose it is, and what its mode allows; told without opening it.</summary>
/// <param name="User">The owner's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Mode">The permission bits, 0 to 07777.</param>
/// <param name="Type">The type bits of the mode: S_IFREG, S_IFDIR, … of inode(7).</param>
internal readonly partial record struct FileOwner(uint User, uint Group, int Mode, int Type)
{
    /// <summary>S_IFREG: a regular file.</summary>
    public const int Regular = 0x8000;

    /// <summary>S_IFDIR: a directory.</summary>
    public const int Folder = 0x4000;

    /// <summary>S_IFIFO: a FIFO.</summary>
    public const int Fifo = 0x1000;

    /// <summary>S_IFSOCK: a socket.</summary>
    public const int Socket = 0xC000;

    private const int TypeBits = 0xF000;
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint TypeModeAndOwner = 0x1B; // STATX_TYPE | STATX_MODE | STATX_UID | STATX_GID
    private const int StatxBytes = 256;
    private const int UserOffset = 20;
    private const int GroupOffset = 24;
    private const int ModeOffset = 28;

    /// <summary>Whether it is a folder.</summary>
    public bool IsFolder => Type == Folder;

    /// <summary>Of the file at the end of all links; null where there is none, or where the system does not say.</summary>
    public static FileOwner? Of(string path)
    {
        // struct statx is laid out alike on all architectures (statx(2))
        Span<byte> statx = stackalloc byte[StatxBytes];
        statx.Clear();
        if (Statx(WorkingDirectory, path, 0, TypeModeAndOwner, ref MemoryMarshal.GetReference(statx)) != 0) return null;
        var mode = BinaryPrimitives.ReadUInt16LittleEndian(statx[ModeOffset..]);
        var user = BinaryPrimitives.ReadUInt32LittleEndian(statx[UserOffset..]);
        var group = BinaryPrimitives.ReadUInt32LittleEndian(statx[GroupOffset..]);
        return new(user, group, mode & 0xFFF, mode & TypeBits);
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int directory, string path, int flags, uint mask, ref byte statx);
}
