namespace TrainingContainer.Training;

/// <summary>What a checkpoint took.</summary>
/// <param name="File">Its name without folder.</param>
/// <param name="Position">How far training was.</param>
/// <param name="Bytes">Of the file.</param>
/// <param name="Stall">The training thread stood still for it.</param>
/// <param name="Write">Checksumming, writing and syncing in the background.</param>
/// <param name="Warnings">Old checkpoints that could not be removed.</param>
internal sealed record CheckpointCost(
    string File, TrainingPosition Position, long Bytes, TimeSpan Stall, TimeSpan Write, IReadOnlyList<string> Warnings);
