using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>The file <c>/opt/ml/output/failure</c>: who wrote it, and how it is replaced.</summary>
internal static class FailureFile
{
    /// <summary>True when the file may be replaced: there is none, it is blank, or it is our own placeholder.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static bool IsOurs(string path) => Head(path) is "" || IsPlaceholder(path);

    /// <summary>True when the file is there and holds our own placeholder.</summary>
    /// <exception cref="IOException">It is there and cannot be read.</exception>
    public static bool IsPlaceholder(string path) => Head(path).StartsWith(FailurePlaceholder.Opening, StringComparison.Ordinal);

    /// <summary>Writes the text whole, by way of a rename where possible, and makes the folder.</summary>
    public static void Write(JobPaths paths, string text)
    {
        Directory.CreateDirectory(paths.Output);
        var bytes = Encoding.UTF8.GetBytes(text);
        var temporary = paths.FailureFile + ".tmp";
        try
        {
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, paths.FailureFile, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
            File.WriteAllBytes(paths.FailureFile, bytes);
        }
    }

    private static string Head(string path)
    {
        if (!File.Exists(path)) return "";
        using var reader = new StreamReader(path);
        var head = new char[FailureReport.LengthMax];
        return head.AsSpan(0, reader.ReadBlock(head, 0, head.Length)).Trim().ToString();
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A left-over of a few bytes.
        }
    }
}
