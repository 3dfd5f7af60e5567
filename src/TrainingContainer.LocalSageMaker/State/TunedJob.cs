namespace TrainingContainer.LocalSageMaker.State;

/// <summary>One training job of a tuning job.</summary>
/// <param name="Name">TrainingJobName.</param>
/// <param name="HyperParameters">TunedHyperParameters.</param>
internal sealed record TunedJob(string Name, IReadOnlyDictionary<string, string> HyperParameters)
{
    /// <summary>The index of its definition in TrainingJobDefinitions; 0 where there is only one.</summary>
    public int Definition { get; init; }

    /// <summary>Whether the tuning job stopped it since it was not promising.</summary>
    public bool IsStoppedEarly { get; init; }
}
