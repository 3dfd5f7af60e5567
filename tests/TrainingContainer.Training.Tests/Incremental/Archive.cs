using System.Formats.Tar;
using System.IO.Compression;

namespace TrainingContainer.Training.Tests;

/// <summary>Makes archives, also such as no honest program would make.</summary>
internal static class Archive
{
    /// <summary>The bytes of a .tar.gz of these entries.</summary>
    public static byte[] Of(params TarEntry[] entries)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.SmallestSize))
        using (var tar = new TarWriter(gzip, TarEntryFormat.Pax))
        {
            foreach (var entry in entries)
                tar.WriteEntry(entry);
        }
        return packed.ToArray();
    }

    public static PaxTarEntry File(string name, byte[] content) =>
        new(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(content) };

    public static PaxTarEntry Link(TarEntryType type, string name, string target) => new(type, name) { LinkName = target };

    /// <summary>The archive that SageMaker would make of a model folder.</summary>
    public static byte[] OfFolder(string folder) =>
        Of([new PaxTarEntry(TarEntryType.Directory, "./"), .. Directory.GetFiles(folder).Order().Select(file => File($"./{Path.GetFileName(file)}", System.IO.File.ReadAllBytes(file)))]);
}
