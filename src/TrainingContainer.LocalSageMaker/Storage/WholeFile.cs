using System.Text;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>Files that are there whole or not at all, whenever the process or the machine ends.</summary>
internal static class WholeFile
{
    private const string Unfinished = ".unfinished";

    /// <summary>Writes a text under a temporary name, flushes it to the disk and renames it.</summary>
    public static void Write(string path, string text)
    {
        using (var file = new FileStream(path + Unfinished, FileMode.Create, FileAccess.Write))
        {
            file.Write(Encoding.UTF8.GetBytes(text));
            file.Flush(flushToDisk: true);
        }

        File.Move(path + Unfinished, path, overwrite: true);
    }

    /// <summary>Makes an empty file that says something by being there. Any number of processes may do so at once.</summary>
    public static void Mark(string path)
    {
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
    }
}
