using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>Something to tune whose best value is known.</summary>
internal abstract class Problem
{
    /// <summary>As in the table.</summary>
    public required string Name { get; init; }

    /// <summary>Which problems it is summed up with.</summary>
    public required string Group { get; init; }

    /// <summary>What is searched.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>Which values are good.</summary>
    public ObjectiveType Objective { get; init; } = ObjectiveType.Minimize;

    /// <summary>How many values a whole job reports.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The budget: so many whole jobs.</summary>
    public required int Jobs { get; init; }

    /// <summary>The standard deviation of the normal noise on what a job reports.</summary>
    public double Noise { get; init; }

    /// <summary>The best value that there is.</summary>
    public abstract double Optimum { get; }

    /// <summary>The value without noise that a job has after an epoch; NaN where its loss is no number any more and it fails.</summary>
    /// <param name="configuration">What the job was given.</param>
    /// <param name="epoch">From 1.</param>
    public abstract double Value(Configuration configuration, int epoch);
}
