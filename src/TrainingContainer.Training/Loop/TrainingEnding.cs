namespace TrainingContainer.Training;

/// <summary>Why training ended.</summary>
public enum TrainingEnding
{
    /// <summary>All epochs are done.</summary>
    Finished,

    /// <summary>The objective did not improve for as long as early_stopping_patience allows.</summary>
    StoppedEarly,

    /// <summary>The job was asked to stop.</summary>
    Stopped,
}
