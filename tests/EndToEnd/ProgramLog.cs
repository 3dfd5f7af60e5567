namespace EndToEnd;

/// <summary>What a failed test tells of a process.</summary>
internal static class ProgramLog
{
    /// <summary>The most lines that a failed test prints of a process.</summary>
    public const int LinesMax = 200;

    private const int Head = 50;

    /// <summary>Standard output, then standard error; of more than <see cref="LinesMax"/> lines the first 50 and the last 149.</summary>
    public static string Excerpt(IEnumerable<string> lines, string errors = "")
    {
        string[] all = [.. lines.SelectMany(line => line.TrimEnd('\n').Split('\n')), .. errors.Length == 0 ? [] : errors.TrimEnd('\n').Split('\n')];
        return string.Join('\n', all.Length <= LinesMax ? all
            : [.. all[..Head], $"… {all.Length - LinesMax + 1} lines left out …", .. all[^(LinesMax - 1 - Head)..]]);
    }
}
