namespace TrainingContainer.S3;

/// <summary>Names of files that are not whole yet: SageMaker's own mark keeps them out of what is read and uploaded.</summary>
internal static class TransferFile
{
    private const string Ending = ".sagemaker-ignore";

    /// <summary>The name, beside the file, under which it is written.</summary>
    public static string TemporaryOf(string path) => Path.Combine(Path.GetDirectoryName(path)!, $".{Path.GetFileName(path)}{Ending}");

    /// <summary>Whether a file is one that was not finished.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetFileName(path) is { } name && name.StartsWith('.') && name.EndsWith(Ending, StringComparison.Ordinal);
}
