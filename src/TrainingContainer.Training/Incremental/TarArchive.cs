using System.Formats.Tar;
using System.IO.Compression;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Takes files out of a tar.gz that may be damaged or hostile. An archive with a name that leads out of its folder, or with links or devices,
/// is refused as a whole, so that no entry can choose where it is written.
/// </summary>
internal static class TarArchive
{
    /// <summary>The most entries.</summary>
    public const int EntriesMax = 10_000;

    /// <summary>The most bytes when unpacked: 16 GiB.</summary>
    public const long BytesMax = 16L << 30;

    /// <summary>The most unpacked bytes for each byte of the archive; weights hardly shrink, and real models stay below 10.</summary>
    public const int RatioMax = 100;

    /// <summary>Bytes that are allowed whatever the ratio: 64 MiB.</summary>
    public const long BytesAlways = 64L << 20;

    private const int PieceBytes = 1 << 20;

    /// <summary>Unpacks what is wanted, and reads the archive to its end.</summary>
    /// <param name="path">The archive.</param>
    /// <param name="folder">An empty folder; what was written before a failure stays there.</param>
    /// <param name="isWanted">Asked for each file's name without "./"; all others are left out.</param>
    /// <param name="expected">What the archive should hold, for messages.</param>
    /// <param name="stop">Ends unpacking.</param>
    /// <returns>The names of all entries; those of folders end with a slash.</returns>
    /// <exception cref="InvalidDataException">The archive is refused, with the reason.</exception>
    /// <exception cref="IOException">The archive can't be read, or the disk is full.</exception>
    public static IReadOnlyList<string> Unpack(string path, string folder, Func<string, bool> isWanted, string expected, CancellationToken stop)
    {
        PathKind.RequireFile(path);
        using var file = File.OpenRead(path);
        var bytesMax = Math.Min(BytesMax, Math.Max(BytesAlways, RatioMax * file.Length));
        using var unpacked = new BoundedStream(new GZipStream(file, CompressionMode.Decompress), bytesMax, stop);
        using var tar = new TarReader(unpacked, leaveOpen: true);
        var names = new List<string>();
        while (Guarded(unpacked, () => tar.GetNextEntry()) is { } entry)
        {
            if (names.Count == EntriesMax)
                throw new InvalidDataException($"found more than {EntriesMax} entries, expected {expected}");
            var name = CheckedName(entry);
            var wanted = name.Length > 0 && !name.EndsWith('/') && isWanted(name);
            if (wanted && names.Contains(name))
                throw new InvalidDataException($"found {Shown.Plain(name)} twice");
            names.Add(name);
            if (wanted)
                Write(entry, unpacked, Path.Combine(folder, name));
        }
        // only the whole stream tells whether its checksum is right
        Guarded(unpacked, () => Drain(unpacked));
        return names;
    }

    /// <summary>The entry's name without "./", if the entry may be in an archive.</summary>
    private static string CheckedName(TarEntry entry)
    {
        // attributes for all entries that follow; programs give them a name in a temporary folder
        if (entry.EntryType is TarEntryType.GlobalExtendedAttributes)
            return "";
        var shown = Shown.Quoted(entry.Name);
        if (entry.EntryType is TarEntryType.SymbolicLink or TarEntryType.HardLink)
            throw new InvalidDataException($"found {shown}, a link to {Shown.Quoted(entry.LinkName)}, expected files and folders alone");
        if (entry.EntryType is not (TarEntryType.RegularFile or TarEntryType.V7RegularFile or TarEntryType.ContiguousFile or TarEntryType.Directory))
        {
            throw new InvalidDataException($"found {shown}, an entry of the type {entry.EntryType}, expected files and folders alone");
        }
        var parts = entry.Name.Split('/', StringSplitOptions.RemoveEmptyEntries);
        if (entry.Name.StartsWith('/') || parts.Contains(".."))
            throw new InvalidDataException($"found {shown}, which leads out of the archive's folder");
        return string.Join('/', parts.Where(part => part != ".")) + (entry.EntryType is TarEntryType.Directory ? "/" : "");
    }

    private static void Write(TarEntry entry, BoundedStream unpacked, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var target = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        var buffer = new byte[PieceBytes];
        while (entry.DataStream is { } data && Guarded(unpacked, () => data.Read(buffer)) is var count and > 0)
            target.Write(buffer, 0, count);
        if (target.Length != entry.Length)
            throw new InvalidDataException($"found {target.Length} bytes of {Path.GetFileName(path)}, expected {entry.Length}: the archive was cut short");
    }

    private static int Drain(Stream stream)
    {
        var buffer = new byte[PieceBytes];
        while (stream.Read(buffer) > 0)
        {
            // reading was the check
        }
        return 0;
    }

    /// <summary>Every way in which the readers of .NET say that an archive is damaged, as one.</summary>
    private static T Guarded<T>(BoundedStream unpacked, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or FormatException or ArgumentException or OverflowException
            or NotSupportedException or InvalidOperationException or OutOfMemoryException)
        {
            if (unpacked.IsExceeded)
                throw;
            throw new InvalidDataException($"found a damaged archive ({Shown.Plain(exception.Message)})", exception);
        }
    }
}
