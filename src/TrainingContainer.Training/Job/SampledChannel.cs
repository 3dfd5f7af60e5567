namespace TrainingContainer.Training;

/// <summary>What the first rows of a channel told.</summary>
/// <param name="Name">Such as "train".</param>
/// <param name="Files">Data files in it.</param>
/// <param name="Bytes">Their size, compressed as they are.</param>
/// <param name="Rows">Rows that were read.</param>
/// <param name="IsWhole">Whether these were all.</param>
/// <param name="Features">Features of a row.</param>
/// <param name="Labels">"classes", "numbers" or "none".</param>
/// <param name="Classes">Of these rows; empty for other labels.</param>
/// <param name="MissingValues">Features of these rows that are missing.</param>
public sealed record SampledChannel(
    string Name, int Files, long Bytes, long Rows, bool IsWhole, int Features, string Labels, IReadOnlyList<string> Classes, long MissingValues);
