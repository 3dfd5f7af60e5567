namespace TrainingContainer.LocalSageMaker.State;

/// <summary>All that this machine knows of one tuning job. Its training jobs have folders of their own, as all training jobs have.</summary>
/// <param name="Path">The folder.</param>
internal sealed record TuningJobFolder(string Path) : RunFolder<TuningJobState>(Path);
