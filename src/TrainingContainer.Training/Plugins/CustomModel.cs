using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>A user's own model with the hyperparameters of this job.</summary>
/// <param name="Assembly">Where it came from.</param>
/// <param name="Values">All hyperparameters of the job, its own among them.</param>
public sealed record CustomModel(ModelAssembly Assembly, HyperparameterValues Values);
