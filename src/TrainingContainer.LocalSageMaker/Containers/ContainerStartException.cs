namespace TrainingContainer.LocalSageMaker.Containers;

/// <summary>A container cannot be started: the job fails.</summary>
internal sealed class ContainerStartException(string message) : Exception(message);
