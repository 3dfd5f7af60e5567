namespace TrainingContainer.Training;

/// <summary>Says which checkpoints of a job stay, by looking into them.</summary>
/// <param name="folder">Where they are.</param>
/// <param name="keep">How many of the newest stay.</param>
/// <param name="job">The training job's name, whose checkpoints may be deleted.</param>
/// <param name="damaged">Names of those that are damaged: neither counted nor deleted.</param>
internal sealed class CheckpointRetention(CheckpointFolder folder, int keep, string job, IReadOnlySet<string> damaged)
{
    /// <summary>Deletes the oldest ones, after a new one was written.</summary>
    /// <param name="bestEpoch">Its checkpoint stays.</param>
    /// <returns>A sentence for each that can't be deleted.</returns>
    public IReadOnlyList<string> Apply(int bestEpoch) => folder.Retain(keep, IsOurs, name => IsBest(name, bestEpoch));

    /// <summary>Deletes before a new one is written what <see cref="Apply"/> would delete after it, since the disk does not hold both.</summary>
    /// <param name="next">The new one, which may be there already.</param>
    /// <param name="bestEpoch">Its checkpoint stays.</param>
    /// <param name="bytes">That the new one needs.</param>
    /// <returns>Names of those that were deleted.</returns>
    public IReadOnlyList<CheckpointName> MakeRoom(CheckpointName next, int bestEpoch, long bytes) =>
        folder.MakeRoom(keep, bytes, name => name != next && IsOurs(name), name => IsBest(name, bestEpoch), IsWhole);

    private bool IsOurs(CheckpointName name) => !damaged.Contains(name.ToString()) && About(name)?.Job == job;

    /// <summary>True for a checkpoint taken when the best epoch had just been measured.</summary>
    private bool IsBest(CheckpointName name, int bestEpoch) =>
        About(name) is { BestIsCurrent: true } metadata && metadata.BestEpoch == bestEpoch;

    private CheckpointMetadata? About(CheckpointName name) => Read(name, CheckpointFile.Open);

    private bool IsWhole(CheckpointName name) => Read(name, CheckpointFile.OpenVerified) is not null;

    private CheckpointMetadata? Read(CheckpointName name, Reading open)
    {
        try
        {
            using var reader = open(folder.PathOf(name), out var metadata);
            return metadata;
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // what can't be read is nobody's to delete
            return null;
        }
    }

    private delegate SafetensorsReader Reading(string path, out CheckpointMetadata metadata);
}
