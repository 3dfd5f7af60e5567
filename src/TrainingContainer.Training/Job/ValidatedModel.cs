namespace TrainingContainer.Training;

/// <summary>The network that a job would train.</summary>
/// <param name="Kind">Such as "mlp".</param>
/// <param name="Parameters">Trainable numbers.</param>
/// <param name="Outputs">Width of the last layer: as many as there are classes in the rows that were read, or 1.</param>
public sealed record ValidatedModel(string Kind, long Parameters, int Outputs);
