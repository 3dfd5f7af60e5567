namespace TrainingContainer.Training;

/// <summary>What a job does with the checkpoints that it finds at its start.</summary>
public enum ResumePreference
{
    /// <summary>It goes on from the newest that verifies; without one it starts afresh and says so.</summary>
    Auto,

    /// <summary>It goes on from the newest that verifies; without one it fails.</summary>
    Require,

    /// <summary>It starts afresh, whatever is there.</summary>
    Never,
}
