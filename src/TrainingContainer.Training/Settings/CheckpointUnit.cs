namespace TrainingContainer.Training;

/// <summary>What the time between two checkpoints is counted in.</summary>
public enum CheckpointUnit
{
    /// <summary>Nothing is given: it follows from what a checkpoint costs.</summary>
    Auto,

    /// <summary>Seconds; minutes are read as sixty of them.</summary>
    Seconds,

    /// <summary>Batches: optimizer steps.</summary>
    Batches,

    /// <summary>Epochs.</summary>
    Epochs,
}
