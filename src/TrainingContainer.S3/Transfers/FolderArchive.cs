using System.Formats.Tar;
using System.IO.Compression;

namespace TrainingContainer.S3;

/// <summary>Packs a folder as the service packs a job's: its files at the top, the same bytes for the same files.</summary>
internal static class FolderArchive
{
    private const int ReadableByAll = 0b110_100_100;
    private const int PieceBytes = 1 << 20;

    /// <summary>Packs it.</summary>
    /// <param name="folder">Links, pipes and files that are not whole are left out.</param>
    /// <param name="archive">A new file.</param>
    /// <param name="stop">Ends it.</param>
    /// <returns>How many files are in it.</returns>
    /// <exception cref="IOException">Something can't be read or written.</exception>
    public static int Write(string folder, string archive, CancellationToken stop)
    {
        var files = Files(folder);
        using var target = new FileStream(archive, FileMode.CreateNew, FileAccess.Write, FileShare.None, PieceBytes);
        // weights hardly shrink: more effort costs time and saves nothing
        using var packed = new GZipStream(target, CompressionLevel.Fastest);
        using var tar = new TarWriter(packed, TarEntryFormat.Pax);
        foreach (var file in files)
        {
            stop.ThrowIfCancellationRequested();
            using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, PieceBytes);
            tar.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, Path.GetRelativePath(folder, file))
            {
                DataStream = content,
                Mode = (UnixFileMode)ReadableByAll,
                ModificationTime = DateTimeOffset.UnixEpoch,
            });
        }

        return files.Count;
    }

    private static List<string> Files(string folder)
    {
        if (!Directory.Exists(folder)) return [];
        var options = new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = false };
        return [.. Directory.EnumerateFiles(folder, "*", options).Where(file => !TransferFile.IsTemporary(file)
            && !File.GetAttributes(file).HasFlag(FileAttributes.Device)).Order(StringComparer.Ordinal)];
    }
}
