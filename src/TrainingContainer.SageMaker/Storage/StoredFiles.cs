namespace TrainingContainer.SageMaker;

/// <summary>What lies below a prefix, as files.</summary>
/// <param name="Count">How many, at least 1.</param>
/// <param name="Bytes">Of all of them together.</param>
public readonly record struct StoredFiles(int Count, long Bytes);
