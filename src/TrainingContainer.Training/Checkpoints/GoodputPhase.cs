namespace TrainingContainer.Training;

/// <summary>What a job's time goes into. At every moment it is exactly one of them.</summary>
public enum GoodputPhase
{
    /// <summary>From the start of the process to the first training step, unless it is one of the others.</summary>
    StartUp,

    /// <summary>The training thread waits for a batch.</summary>
    DataWait,

    /// <summary>Optimizer steps: the productive one.</summary>
    Training,

    /// <summary>Measuring on validation or test rows.</summary>
    Evaluation,

    /// <summary>Training stands still for a checkpoint.</summary>
    CheckpointStall,

    /// <summary>The model and the outputs are written.</summary>
    Saving,

    /// <summary>All else after the first step: metric lines, progress, logs.</summary>
    Other,
}
