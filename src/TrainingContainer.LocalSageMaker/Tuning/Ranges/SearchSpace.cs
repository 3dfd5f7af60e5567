using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>All ranges of a tuning job: a cube with one coordinate from 0 to 1 for each.</summary>
/// <param name="ranges">At least one, their names different.</param>
internal sealed class SearchSpace(IReadOnlyList<ParameterRange> ranges)
{
    /// <summary>The ranges, in the order of the coordinates.</summary>
    public IReadOnlyList<ParameterRange> Ranges { get; } = ranges;

    /// <summary>How many coordinates a point has.</summary>
    public int Dimensions => Ranges.Count;

    /// <summary>How many configurations there are; infinite when a range is continuous.</summary>
    public double Size => Ranges.Aggregate(1.0, (size, range) => size * (range.Count ?? double.PositiveInfinity));

    /// <summary>The configuration that owns a point.</summary>
    /// <param name="point">One coordinate for each range.</param>
    public Configuration Decode(ReadOnlySpan<double> point)
    {
        var values = new KeyValuePair<string, string>[Dimensions];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new(Ranges[i].Name, Ranges[i].Decode(point[i]));
        }

        return new Configuration(values);
    }

    /// <summary>A configuration drawn uniformly from the cube.</summary>
    /// <param name="random">Where the draws come from.</param>
    public Configuration Draw(ref KeyedRandom random)
    {
        var point = new double[Dimensions];
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = random.NextDouble();
        }

        return Decode(point);
    }

    /// <summary>The point of a configuration; null when it lacks one of the ranges or a value lies outside.</summary>
    /// <param name="configuration">It may have more values than the space has ranges.</param>
    public double[]? Encode(Configuration configuration)
    {
        var point = new double[Dimensions];
        for (int i = 0; i < point.Length; i++)
        {
            if (!configuration.Values.TryGetValue(Ranges[i].Name, out string? value) || Ranges[i].Encode(value) is not { } unit)
                return null;
            point[i] = unit;
        }

        return point;
    }

    /// <summary>The part of a configuration that is searched; null when it lacks one of the ranges.</summary>
    /// <param name="configuration">It may have more values than the space has ranges.</param>
    public Configuration? Part(Configuration configuration) => Ranges.All(range => configuration.Values.ContainsKey(range.Name))
        ? new Configuration(Ranges.Select(range => KeyValuePair.Create(range.Name, configuration[range.Name])))
        : null;

    /// <summary>Moves a point to that of the configuration which owns it.</summary>
    /// <param name="point">One coordinate for each range; changed.</param>
    public void Snap(Span<double> point)
    {
        for (int i = 0; i < point.Length; i++)
        {
            point[i] = Ranges[i].Snap(point[i]);
        }
    }
}
