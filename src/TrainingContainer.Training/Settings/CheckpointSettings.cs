namespace TrainingContainer.Training;

/// <summary>When checkpoints are taken, how many stay, and what becomes of them at the next start.</summary>
/// <param name="Interval">The time between two.</param>
/// <param name="Keep">How many of the newest stay, at least 2; the best epoch's stays as well.</param>
/// <param name="Resume">Whether to go on from one.</param>
/// <param name="DataCheck">What to do when the data has changed since.</param>
public sealed record CheckpointSettings(CheckpointInterval Interval, int Keep, ResumePreference Resume, ResumeDataCheck DataCheck);
