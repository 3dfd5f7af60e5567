namespace TrainingContainer.Training;

/// <summary>Where a write can be cut short. Tests make it happen there (<see cref="FaultScope"/>); nothing else does.</summary>
internal enum FaultPoint
{
    /// <summary>A piece of a checkpoint was written.</summary>
    Writing,

    /// <summary>All bytes are written, and not yet synced to the disk.</summary>
    BeforeSync,

    /// <summary>All bytes are synced, under the temporary name.</summary>
    BeforeRename,

    /// <summary>The file has its name, and the folder is not yet synced.</summary>
    AfterRename,

    /// <summary>An old checkpoint is about to be deleted.</summary>
    Deleting,
}
