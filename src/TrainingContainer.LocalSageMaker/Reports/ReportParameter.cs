using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A tuned hyperparameter: an axis of the parallel coordinates.</summary>
internal sealed record ReportParameter
{
    /// <summary>The hyperparameter.</summary>
    public required string Name { get; init; }

    /// <summary>How its values lie on the axis.</summary>
    public ReportScale Scale { get; init; }

    /// <summary>The least value; null for categories.</summary>
    public double? Min { get; init; }

    /// <summary>The greatest value; null for categories.</summary>
    public double? Max { get; init; }

    /// <summary>The categories in their order; none for numbers.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>The axis of a range.</summary>
    public static ReportParameter Of(ParameterRange range) => range switch
    {
        CategoricalParameterRange categories => new ReportParameter { Name = range.Name, Scale = ReportScale.Category, Values = categories.Values },
        ContinuousParameterRange numbers => Numbers(range, numbers.Scaling),
        IntegerParameterRange numbers => Numbers(range, numbers.Scaling),
        _ => throw new ArgumentException($"{range.GetType().Name} has no axis", nameof(range)),
    };

    private static ReportParameter Numbers(ParameterRange range, ParameterScaling scaling) => new()
    {
        Name = range.Name,
        Min = double.Parse(range.Decode(0), CultureInfo.InvariantCulture),
        Max = double.Parse(range.Decode(1), CultureInfo.InvariantCulture),
        Scale = scaling switch
        {
            ParameterScaling.Logarithmic => ReportScale.Logarithmic,
            ParameterScaling.ReverseLogarithmic => ReportScale.ReverseLogarithmic,
            _ => ReportScale.Linear,
        },
    };
}
