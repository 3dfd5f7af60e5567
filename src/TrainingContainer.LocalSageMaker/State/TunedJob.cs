namespace TrainingContainer.LocalSageMaker.State;

/// <summary>One training job of a tuning job.</summary>
/// <param name="Name">TrainingJobName.</param>
/// <param name="HyperParameters">TunedHyperParameters.</param>
internal sealed record TunedJob(string Name, IReadOnlyDictionary<string, string> HyperParameters)
{
    /// <summary>Whether the tuning job stopped it since it was not promising.</summary>
    public bool IsStoppedEarly { get; init; }
}
