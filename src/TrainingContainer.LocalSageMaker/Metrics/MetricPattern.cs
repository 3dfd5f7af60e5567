using System.Globalization;
using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>The regular expression of a metric definition. The guide calls its syntax Python's; named groups are understood in that spelling too.</summary>
internal sealed class MetricPattern
{
    private static readonly TimeSpan MatchTimeMax = TimeSpan.FromMilliseconds(200);

    private readonly Regex _regex;

    /// <summary>Compiles the expression.</summary>
    /// <param name="regex">One without <see cref="Fault"/>.</param>
    public MetricPattern(string regex) => _regex = Compile(regex);

    /// <summary>What is wrong with an expression; null when nothing is.</summary>
    public static string? Fault(string regex)
    {
        try
        {
            return Compile(regex).GetGroupNumbers().Length > 1 ? null : "expected one pair of parentheses around the value";
        }
        catch (ArgumentException exception)
        {
            return $"expected a regular expression ({Shown.OneLine(exception.Message)})";
        }
    }

    /// <summary>The number that the first group of the first match holds; null when there is no match or no finite number.</summary>
    /// <param name="line">A log line.</param>
    public float? Value(string line)
    {
        try
        {
            return _regex.Match(line) is { Success: true } match
                && float.TryParse(match.Groups[1].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
                && float.IsFinite(value) ? value : null;
        }
        catch (RegexMatchTimeoutException)
        {
            return null;
        }
    }

    private static Regex Compile(string regex) => new(
        regex.Replace("(?P<", "(?<", StringComparison.Ordinal), RegexOptions.CultureInvariant, MatchTimeMax);
}
