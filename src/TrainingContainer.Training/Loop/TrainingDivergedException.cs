using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>The loss became NaN or infinite: nothing can be learned any more.</summary>
/// <param name="loss">The mean loss of the epoch.</param>
/// <param name="epoch">1-based.</param>
/// <param name="learningRate">At the end of the epoch.</param>
public sealed class TrainingDivergedException(double loss, int epoch, double learningRate) : Exception(string.Create(
    CultureInfo.InvariantCulture,
    $"training diverged: train:loss is {loss} in epoch {epoch} at a learning rate of {learningRate:G4}. Fix: lower learning_rate, add warmup_steps, or set gradient_clip_norm"));
