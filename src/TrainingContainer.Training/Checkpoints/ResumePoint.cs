namespace TrainingContainer.Training;

/// <summary>The checkpoint that a job resumes from.</summary>
/// <param name="Path">The file, verified.</param>
/// <param name="Metadata">What it says of itself.</param>
/// <param name="Start">Where training goes on: its position, or the beginning of its epoch when the rows are others.</param>
public sealed record ResumePoint(string Path, CheckpointMetadata Metadata, TrainingPosition Start)
{
    /// <summary>The file's name.</summary>
    public string Name => System.IO.Path.GetFileName(Path);
}
