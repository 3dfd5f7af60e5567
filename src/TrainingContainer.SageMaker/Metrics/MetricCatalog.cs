namespace TrainingContainer.SageMaker;

/// <summary>All metrics of an algorithm: what its MetricDefinitions are made of.</summary>
public sealed class MetricCatalog
{
    /// <summary>The most metrics that the API allows for a job.</summary>
    public const int CountMax = 40;

    /// <summary>The longest name that the API allows, in characters.</summary>
    public const int NameLengthMax = 255;

    /// <summary>The longest regular expression that the API allows, in characters.</summary>
    public const int RegexLengthMax = 500;

    private readonly Dictionary<string, Metric> _byName = new(StringComparer.Ordinal);

    /// <summary>Collects the metrics.</summary>
    /// <param name="metrics">In the order of the documentation.</param>
    /// <exception cref="ArgumentException">A name occurs twice or is not allowed, or one of the API's limits is exceeded.</exception>
    public MetricCatalog(IEnumerable<Metric> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        Metrics = [.. metrics];
        if (Metrics.Count > CountMax) throw new ArgumentException($"found {Metrics.Count} metrics, expected at most {CountMax}");
        foreach (var metric in Metrics)
        {
            if (!IsAllowed(metric.Name)) throw new ArgumentException($"metric {metric.Name}: found a name that its own line cannot carry");
            if (metric.Regex.Length > RegexLengthMax)
                throw new ArgumentException($"metric {metric.Name}: found a regular expression over {RegexLengthMax} characters");
            if (!_byName.TryAdd(metric.Name, metric)) throw new ArgumentException($"metric {metric.Name}: declared twice");
        }
    }

    /// <summary>The metrics in the order given.</summary>
    public IReadOnlyList<Metric> Metrics { get; }

    /// <summary>The metric of this name; null when there is none.</summary>
    public Metric? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>A GitHub table: <c>| name | direction | objective | what it measures | regex |</c>.</summary>
    public string ToMarkdown() => Markdown.Table(
        ["name", "better", "objective", "what it measures", "regex"],
        Metrics.Select(IReadOnlyList<string> (metric) =>
        [
            Markdown.Code(metric.Name),
            metric.Direction switch { MetricDirection.Minimize => "smaller", MetricDirection.Maximize => "larger", _ => "" },
            metric.Objective ? "yes" : "no",
            metric.Help,
            Markdown.Code(metric.Regex),
        ]));

    private static bool IsAllowed(string name) =>
        name.Length is > 0 and <= NameLengthMax && name is not ("epoch" or "step")
        && name.All(IsOfName);

    /// <summary>Whether a name may have this character.</summary>
    internal static bool IsOfName(char c) => char.IsAsciiLetterOrDigit(c) || c is ':' or '_' or '-' or '.' or '/' or '@';
}
