using System.Globalization;

namespace TrainingContainer.CloudWatch;

/// <summary>Small text files of the kernel: /proc and the control groups.</summary>
internal static class KernelFile
{
    private const int LengthMax = 64 << 10;

    private static readonly char[] Blanks = [' ', '\t', '\n', ':'];

    /// <summary>The words of the file's lines; empty where it can't be read. What is beyond 64 KiB is left out.</summary>
    /// <param name="root">What stands before the path: <c>/</c>, or a folder in a test.</param>
    /// <param name="path">Relative.</param>
    public static IReadOnlyList<string[]> Lines(string root, string path)
    {
        try
        {
            using var file = File.OpenRead(Path.Combine(root, path));
            var bytes = new byte[LengthMax];
            // such a file has no length: it ends where reading ends
            var length = file.ReadAtLeast(bytes, LengthMax, throwOnEndOfStream: false);
            return [.. System.Text.Encoding.ASCII.GetString(bytes, 0, length)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(Blanks, StringSplitOptions.RemoveEmptyEntries))];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    /// <summary>The number behind a word at the beginning of a line, as in <c>MemTotal: 1024 kB</c>; null where there is none.</summary>
    public static double? Named(IReadOnlyList<string[]> lines, string name) =>
        lines.FirstOrDefault(words => words.Length > 1 && words[0] == name) is { } found ? Number(found[1]) : null;

    /// <summary>The file's first number; null where there is none, as in <c>max</c>.</summary>
    public static double? First(string root, string path) => Lines(root, path) is [[var word, ..], ..] ? Number(word) : null;

    /// <summary>A number of the kernel: digits, perhaps a sign.</summary>
    public static double? Number(string word) =>
        double.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null;
}
