namespace TrainingContainer.LocalSageMaker;

/// <summary>How far a training job of a tuning job is.</summary>
internal enum TrialState
{
    /// <summary>It has been created and has not ended.</summary>
    Running,

    /// <summary>It ended by itself.</summary>
    Completed,

    /// <summary>It was stopped, early or by the user. What it reported until then counts.</summary>
    Stopped,

    /// <summary>It failed, and what it reported does not count.</summary>
    Failed,
}
