namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>Why an attempt is over.</summary>
internal enum AttemptEnd
{
    /// <summary>All containers ended with 0.</summary>
    Succeeded,

    /// <summary>A container ended with another code.</summary>
    Failed,

    /// <summary>A channel cannot be fed any more.</summary>
    ChannelFault,

    /// <summary>StopTrainingJob.</summary>
    StopRequested,

    /// <summary>MaxRuntimeInSeconds.</summary>
    MaxRuntime,

    /// <summary>MaxWaitTimeInSeconds.</summary>
    MaxWait,

    /// <summary>Spot takes the machines back.</summary>
    SpotInterruption,

    /// <summary>The machines fail.</summary>
    InternalError,
}
