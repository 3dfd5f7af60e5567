using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Writes files that are there whole or not at all: beside under another name, synced, renamed, and the folder synced.</summary>
public static class WholeFile
{
    /// <summary>The name, with a wildcard, of a file that is not whole yet. SageMaker's own mark keeps it out of what is read and uploaded.</summary>
    internal const string TemporaryPattern = ".*.sagemaker-ignore";

    /// <summary>Writes one, creating its folder.</summary>
    /// <param name="path">Its final name; an older file there is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<FileStream> write)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var temporary = TemporaryName(path);
        try
        {
            // what lies at this name, a link or a FIFO perhaps, is neither followed nor waited for
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20))
            {
                write(stream);
                FaultScope.Reach(FaultPoint.BeforeSync, path, stream.Length);
                stream.Flush(flushToDisk: true);
            }
            FaultScope.Reach(FaultPoint.BeforeRename, path);
            File.Move(temporary, path, overwrite: true);
            FaultScope.Reach(FaultPoint.AfterRename, path);
            FolderSync.Run(Path.GetDirectoryName(path)!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Finds out now rather than after hours that nothing can be written into a folder, which is made where there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="mistakes">
    /// Where is added that it may not be written, by whom, and what to do, and what stands in a file's place.
    /// </param>
    /// <param name="files">Names of files that will be written there.</param>
    /// <exception cref="IOException">It can't be written for another reason, with the cause.</exception>
    public static void CheckFolder(string folder, ICollection<Mistake> mistakes, params ReadOnlySpan<string> files)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = TemporaryName(Path.Combine(folder, "write-check"));
            File.Delete(probe);
            using (new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose))
            {
                // creating it was the check
            }
        }
        catch (UnauthorizedAccessException)
        {
            mistakes.Add(NoPermission.Of($"folder {folder}", folder, AccessKind.Write));
        }
        foreach (var file in files)
        {
            if (Directory.Exists(Path.Combine(folder, file)))
                mistakes.Add(new($"folder {folder}", $"found a folder {file}, expected a file or nothing: it is written there", "move it away") { Kind = FailureKind.InputOutput });
        }
    }

    private static string TemporaryName(string path) =>
        Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}.sagemaker-ignore");
}
