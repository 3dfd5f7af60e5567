using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A tuned hyperparameter, or the choice of a definition: an axis of the parallel coordinates.</summary>
internal sealed record ReportParameter
{
    /// <summary>The hyperparameter.</summary>
    public required string Name { get; init; }

    /// <summary>Whether its values are not a hyperparameter's but the names of definitions.</summary>
    public bool IsDefinition { get; init; }

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

    /// <summary>The axis of the definitions.</summary>
    public static ReportParameter OfDefinitions(IReadOnlyList<string> names) => new() { Name = "definition", IsDefinition = true, Scale = ReportScale.Category, Values = names };

    /// <summary>One axis for a hyperparameter that several definitions search: it holds the values of all their ranges.</summary>
    /// <param name="axes">At least one, of the same name.</param>
    public static ReportParameter Union(IReadOnlyList<ReportParameter> axes)
    {
        var numbers = axes.Where(axis => axis.Scale != ReportScale.Category).ToArray();
        if (numbers.Length == axes.Count)
        {
            return axes[0] with
            {
                Min = axes.Min(axis => axis.Min),
                Max = axes.Max(axis => axis.Max),
                Scale = axes.All(axis => axis.Scale == axes[0].Scale) ? axes[0].Scale : ReportScale.Linear,
            };
        }

        // of a range of numbers beside categories only what was tried could stand there: its jobs have no point on this axis
        return axes.First(axis => axis.Scale == ReportScale.Category) with { Values = [.. axes.SelectMany(axis => axis.Values).Distinct()] };
    }

    /// <summary>A job's value; null when it has none.</summary>
    public string? ValueOf(ReportJob job) => IsDefinition ? job.Definition : job.HyperParameters.GetValueOrDefault(Name);

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
