using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>The file <c>/opt/ml/output/failure</c>: who wrote it, and how it is replaced.</summary>
internal static class FailureFile
{
    /// <summary>The most characters of a text in front of <see cref="FailureReport.Mark"/>.</summary>
    public static int TextLengthMax => FailureReport.LengthMax - FailureReport.Mark.Length;

    /// <summary>True when a run that begins may replace the file: there is none, it is blank, or an earlier run of this program wrote it.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static bool IsOurs(string path) => IsFree(path) || Head(path).EndsWith(FailureReport.Mark.TrimStart(), StringComparison.Ordinal);

    /// <summary>True when no run, this one included, has given a reason: there is no file, it is blank, or it is our own placeholder.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static bool IsFree(string path) => Head(path) is "" || IsPlaceholder(path);

    /// <summary>True when the file is there and holds our own placeholder.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static bool IsPlaceholder(string path) => Head(path).StartsWith(FailurePlaceholder.Opening, StringComparison.Ordinal);

    /// <summary>Writes the text and the mark whole, by way of a rename where possible, and makes the folder.</summary>
    public static void Write(JobPaths paths, string text)
    {
        Directory.CreateDirectory(paths.Output);
        var bytes = Encoding.UTF8.GetBytes(text + FailureReport.Mark);
        var temporary = paths.FailureFile + ".tmp";
        try
        {
            // what lies at this name, a link or a FIFO perhaps, is neither followed nor waited for
            File.Delete(temporary);
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write)) stream.Write(bytes);
            File.Move(temporary, paths.FailureFile, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            if (PathKind.OtherThanFile(paths.FailureFile) is not null || new FileInfo(paths.FailureFile).LinkTarget is not null) throw;
            File.WriteAllBytes(paths.FailureFile, bytes);
        }
    }

    private static string Head(string path)
    {
        if (!File.Exists(path) || PathKind.OtherThanFile(path) is not null) return "";
        using var reader = new StreamReader(path);
        // one more than a text of ours has at most
        var head = new char[FailureReport.LengthMax + 1];
        return head.AsSpan(0, reader.ReadBlock(head, 0, head.Length)).Trim().ToString();
    }

    /// <summary>Removes a file, if that is possible.</summary>
    public static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // what cannot be removed stays
        }
    }
}
