using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>This program as SageMaker's APIs see an algorithm, derived from its declarations.</summary>
public static class TrainingAlgorithm
{
    /// <summary>
    /// What a tuning job searches over when nobody says otherwise: what matters for every task, model and optimizer.
    /// </summary>
    public static IReadOnlyList<string> TunedByDefault { get; } =
    [
        TrainingHyperparameters.LearningRate.Name,
        TrainingHyperparameters.BatchSize.Name,
        TrainingHyperparameters.Dropout.Name,
        TrainingHyperparameters.WeightDecay.Name,
        TrainingHyperparameters.Schedule.Name,
    ];

    /// <summary>The training specification.</summary>
    /// <param name="image">The URI of the image that holds this program.</param>
    public static TrainingSpecification Specification(string image = TrainingImage.Placeholder) => new(
        TrainingHyperparameters.Catalog, TrainingMetrics.Catalog, TrainingChannels.All, TrainingInstances.All, SupportsDistributedTraining: false, image);
}
