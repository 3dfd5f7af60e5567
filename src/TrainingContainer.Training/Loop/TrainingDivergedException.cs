using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>The loss or the weights became NaN or infinite: nothing can be learned any more.</summary>
public sealed class TrainingDivergedException : Exception
{
    /// <summary>Of the loss.</summary>
    /// <param name="loss">The mean loss of the epoch.</param>
    /// <param name="epoch">1-based.</param>
    /// <param name="learningRate">At the end of the epoch.</param>
    public TrainingDivergedException(double loss, int epoch, double learningRate)
        : this(string.Create(CultureInfo.InvariantCulture, $"train:loss is {loss}"), epoch, learningRate)
    {
    }

    private TrainingDivergedException(string what, int epoch, double learningRate)
        : base(string.Create(
            CultureInfo.InvariantCulture,
            $"training diverged: {what} in epoch {epoch} at a learning rate of {learningRate:G4}. Fix: lower learning_rate, add warmup_steps, or set gradient_clip_norm"))
    {
    }

    /// <summary>Of the weights: the last step before they were looked at can spoil them without a loss that tells.</summary>
    /// <param name="tensor">The name of the first that holds NaN or infinity.</param>
    /// <param name="epoch">1-based.</param>
    /// <param name="learningRate">At the last step.</param>
    public static TrainingDivergedException OfWeights(string tensor, int epoch, double learningRate) =>
        new($"{tensor} holds NaN or infinity", epoch, learningRate);
}
