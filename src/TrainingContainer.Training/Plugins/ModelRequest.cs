using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What a custom model is asked to build.</summary>
public sealed record ModelRequest
{
    /// <summary>Shape of one row: [features], or [channels, height, width] when input_shape is given.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    /// <summary>Outputs of one row: one per class, or 1 (regression, binary_cross_entropy).</summary>
    public required int OutputCount { get; init; }

    /// <summary>Whether outputs are class scores or a standardized number.</summary>
    public required TaskKind Task { get; init; }

    /// <summary>The built-in hyperparameters that shape a network, for a model that wants to follow them: activation, dropout …</summary>
    public required ModelSettings Settings { get; init; }

    /// <summary>The values of the model's own declarations.</summary>
    public required HyperparameterValues Hyperparameters { get; init; }

    /// <summary>The job's seed, for draws that torch's generator does not make.</summary>
    public required long Seed { get; init; }
}
