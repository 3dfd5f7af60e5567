using System.Globalization;
using System.Text;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>
/// How a line of a container comes to the log and to the metrics' expressions: control characters are written as # and three octal digits,
/// so that a tab is <c>#011</c>. The official regular expressions of XGBoost's metrics expect it so.
/// </summary>
internal static class LogLine
{
    /// <summary>The line with its control characters escaped.</summary>
    public static string Escaped(string line)
    {
        if (!line.Any(char.IsControl)) return line;
        var escaped = new StringBuilder(line.Length);
        foreach (var c in line)
        {
            if (char.IsControl(c)) escaped.Append(CultureInfo.InvariantCulture, $"#{Convert.ToString(c, 8).PadLeft(3, '0')}");
            else escaped.Append(c);
        }

        return escaped.ToString();
    }
}
