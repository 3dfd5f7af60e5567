using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What of a job goes to S3 where no service brings it there.</summary>
/// <param name="Checkpoints">Where checkpoints are kept; null when only here.</param>
/// <param name="Output">Where the packed model and output go; null when only here.</param>
public sealed record StorageSettings(S3Location? Checkpoints, S3Location? Output);
