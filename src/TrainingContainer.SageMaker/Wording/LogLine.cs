using System.Globalization;
using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>
/// A line of a log, whatever it repeats: names of files, columns, classes and hyperparameters, and messages of other code. Nothing in it
/// begins another line, moves a terminal's cursor, or reads like a metric, which tuning would take for one.
/// </summary>
public static class LogLine
{
    /// <summary>
    /// The text with each control or formatting character, and each half of a surrogate pair, as an escape: <c>\n</c>, <c>\x1b</c>,
    /// <c>\u202e</c>.
    /// </summary>
    /// <param name="text">Of unknown origin.</param>
    public static string Escaped(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!text.Any(c => IsUnseen(c) || char.IsSurrogate(c)))
            return text;
        var line = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1]))
                line.Append(c).Append(text[++i]);
            else if (IsUnseen(c) || char.IsSurrogate(c))
                line.Append(Escape(c));
            else
                line.Append(c);
        }

        return line.ToString();
    }

    /// <summary>
    /// The text as <see cref="Escaped"/>, in which no <see cref="Metric.Regex"/> finds a value: <c>validation:accuracy\x3d1</c>.
    /// </summary>
    /// <param name="text">Of any origin.</param>
    public static string Of(string text)
    {
        var line = Escaped(text);
        StringBuilder? changed = null;
        var copied = 0;
        for (var at = line.IndexOf('='); at >= 0; at = line.IndexOf('=', at + 1))
        {
            if (!EndsWithMetricName(line.AsSpan(0, at)))
                continue;
            (changed ??= new StringBuilder()).Append(line, copied, at - copied).Append(Escape('='));
            copied = at + 1;
        }

        return changed is null ? line : changed.Append(line, copied, line.Length - copied).ToString();
    }

    /// <summary>Whether a name as of a metric, with a colon in it, stands at the end, behind a blank or alone; a URL is none.</summary>
    private static bool EndsWithMetricName(ReadOnlySpan<char> text)
    {
        var start = text.Length;
        while (start > 0 && text.Length - start <= MetricCatalog.NameLengthMax && MetricCatalog.IsOfName(text[start - 1]))
            start--;
        var name = text[start..];
        return name.Contains(':') && !name.Contains("//", StringComparison.Ordinal) && (start == 0 || text[start - 1] == ' ');
    }

    private static bool IsUnseen(char c) => char.IsControl(c)
        || char.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(char c) => c switch
    {
        '\n' => @"\n",
        '\r' => @"\r",
        '\t' => @"\t",
        <= '\xff' => $@"\x{(int)c:x2}",
        _ => $@"\u{(int)c:x4}",
    };
}
