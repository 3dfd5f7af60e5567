namespace TrainingContainer.Training;

/// <summary>What training minimizes, and how rows are weighted.</summary>
/// <param name="Kind">The loss; never <see cref="LossKind.Auto"/> once settings are read.</param>
/// <param name="FocalGamma">Exponent of the focal loss, 0 = cross entropy.</param>
/// <param name="HuberDelta">Where the Huber loss turns from squared to absolute, in standard deviations of the target.</param>
/// <param name="ClassWeights">How classes are weighted.</param>
/// <param name="LabelSmoothing">Share of the probability spread evenly over all classes, in [0, 1).</param>
public sealed record LossSettings(
    LossKind Kind, double FocalGamma, double HuberDelta, ClassWeights ClassWeights, double LabelSmoothing);
