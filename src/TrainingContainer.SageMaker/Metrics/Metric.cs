namespace TrainingContainer.SageMaker;

/// <summary>A number that the algorithm reports, for example <c>validation:accuracy</c>.</summary>
/// <param name="Name">1 to 255 letters, digits or <c>: _ - . / @</c>; not <c>epoch</c> or <c>step</c>, which start every line.</param>
/// <param name="Direction">Which way it gets better.</param>
/// <param name="Help">What it measures, with its unit.</param>
/// <param name="Objective">Whether a tuning job may optimize it.</param>
public sealed record Metric(string Name, MetricDirection Direction, string Help, bool Objective = false)
{
    /// <summary>What <see cref="MetricWriter"/> can print as a value: one group, in syntax common to Python's re and .NET.</summary>
    internal const string ValuePattern = @"([-+]?(?:[0-9]+\.?[0-9]*(?:[eE][-+]?[0-9]+)?|NaN|Infinity))";

    /// <summary>What the value is counted in; the log's lines do not say it, CloudWatch shows it.</summary>
    public MetricUnit Unit { get; init; }

    /// <summary>
    /// The regular expression of this metric's definition. The blank before the name and the equals sign after it keep it from
    /// matching a metric whose name ends or starts with this one's; an exponent belongs to the number
    /// (without, 7e-05 would be read as 7: aws/sagemaker-python-sdk#4263).
    /// </summary>
    public string Regex => $" {System.Text.RegularExpressions.Regex.Escape(Name)}={ValuePattern}";

    /// <summary>
    /// The best value so far, <c>&lt;name&gt;:best</c>. Tuning jobs count the last value printed, not the best one, so this is
    /// the metric to tune on.
    /// </summary>
    public Metric Best => this with { Name = $"{Name}:best", Help = $"The best {Name} so far." };

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
