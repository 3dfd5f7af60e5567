using System.Security.Cryptography;
using System.Text;

namespace TrainingContainer.S3;

/// <summary>Names of files that are not whole yet: SageMaker's own mark keeps them out of what is read and uploaded.</summary>
internal static class TransferFile
{
    private const string Ending = ".sagemaker-ignore";

    // of file systems, in bytes
    private const int NameBytesMax = 255;

    /// <summary>The name, beside the file, under which it is written; of a name that leaves no room for the rest, a digest.</summary>
    public static string TemporaryOf(string path)
    {
        var name = Path.GetFileName(path);
        var bytes = Encoding.UTF8.GetBytes(name);
        if (1 + bytes.Length + Ending.Length > NameBytesMax)
            name = Convert.ToHexStringLower(SHA256.HashData(bytes));
        return Path.Combine(Path.GetDirectoryName(path)!, $".{name}{Ending}");
    }

    /// <summary>Whether a file is one that was not finished.</summary>
    public static bool IsTemporary(string path) =>
        Path.GetFileName(path) is { } name && name.StartsWith('.') && name.EndsWith(Ending, StringComparison.Ordinal);
}
