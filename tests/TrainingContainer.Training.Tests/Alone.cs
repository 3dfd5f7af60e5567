namespace TrainingContainer.Training.Tests;

/// <summary>Tests that measure the whole process and so run after all others, one at a time.</summary>
[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
