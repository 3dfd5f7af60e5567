namespace TrainingContainer.Training;

/// <summary>What a model achieves on a set of rows.</summary>
public abstract class Evaluation
{
    /// <summary>Mean loss.</summary>
    public required double Loss { get; init; }

    /// <summary>Rows measured.</summary>
    public required long Rows { get; init; }

    /// <summary>The rows whose outputs are no numbers.</summary>
    public required RowsNotFinite NotFinite { get; init; }

    /// <summary>The measures by the names of <see cref="TrainingMetrics"/>, "loss" first.</summary>
    public abstract IEnumerable<(string Measure, double Value)> Measures { get; }
}
