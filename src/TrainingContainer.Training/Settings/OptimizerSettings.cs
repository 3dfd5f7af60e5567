namespace TrainingContainer.Training;

/// <summary>The optimizer and its constants, with PyTorch's meaning.</summary>
/// <param name="Kind">Which optimizer.</param>
/// <param name="LearningRate">The schedule's base learning rate, above 0.</param>
/// <param name="Momentum">Momentum of sgd and rmsprop, in [0, 1).</param>
/// <param name="Nesterov">Nesterov's variant of momentum, for sgd.</param>
/// <param name="Beta1">Adam's decay of the first moment.</param>
/// <param name="Beta2">Adam's decay of the second moment.</param>
/// <param name="Epsilon">Added to the denominator of adam, adamw and rmsprop.</param>
/// <param name="Alpha">RMSprop's decay of the squared gradient.</param>
/// <param name="WeightDecay">L2 penalty of sgd, adam and rmsprop; decoupled decay of adamw.</param>
/// <param name="L1">L1 penalty on weights (not on biases or normalization).</param>
/// <param name="GradientClipNorm">Largest L2 norm of all gradients together; 0 = no clipping.</param>
public sealed record OptimizerSettings(
    OptimizerKind Kind,
    double LearningRate,
    double Momentum,
    bool Nesterov,
    double Beta1,
    double Beta2,
    double Epsilon,
    double Alpha,
    double WeightDecay,
    double L1,
    double GradientClipNorm)
{
    /// <summary>Factor of the learning rate from each trained layer to the one before it, in (0, 1]; see <see cref="ParameterLayers.LearningRateScales"/>.</summary>
    public double LayerLearningRateDecay { get; init; } = 1;
}
