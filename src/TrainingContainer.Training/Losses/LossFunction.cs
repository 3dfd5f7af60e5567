using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>What training minimizes: the mean over a batch, and how outputs become predictions.</summary>
public abstract class LossFunction : IDisposable
{
    /// <summary>True when targets are class indexes (int64), false when they are numbers (float32).</summary>
    public abstract bool TargetsAreClasses { get; }

    /// <summary>The mean loss of a batch, differentiable.</summary>
    /// <param name="outputs">The network's outputs, [rows, outputs].</param>
    /// <param name="targets">[rows], int64 classes or float32 numbers.</param>
    public abstract Tensor Of(Tensor outputs, Tensor targets);

    /// <summary>Sends the gradient of the mean loss back through the network.</summary>
    /// <param name="outputs">As for <see cref="Of"/>, with gradient recording.</param>
    /// <param name="targets">As for <see cref="Of"/>.</param>
    /// <returns>The mean loss, without gradient.</returns>
    public virtual Tensor Backward(Tensor outputs, Tensor targets)
    {
        var loss = Of(outputs, targets);
        loss.backward();
        return loss.detach();
    }

    /// <summary>What the mean of a batch was divided by, to combine batches: its rows, or the sum of their class weights.</summary>
    /// <param name="targets">As for <see cref="Of"/>.</param>
    public virtual double WeightOf(Tensor targets) => targets.shape[0];

    /// <summary>Predictions from outputs: class probabilities [rows, classes], or standardized numbers [rows, 1].</summary>
    public abstract Tensor Predict(Tensor outputs);

    /// <summary>The loss for the settings.</summary>
    /// <param name="settings">Which one, and its constants.</param>
    /// <param name="classWeights">One per class, or null.</param>
    /// <param name="device">Where outputs and targets live.</param>
    public static LossFunction For(LossSettings settings, float[]? classWeights, Device device) => settings.Kind switch
    {
        LossKind.CrossEntropy => new CrossEntropyLoss(ToDevice(classWeights, device), settings.LabelSmoothing),
        LossKind.BinaryCrossEntropy => new BinaryCrossEntropyLoss(ToDevice(classWeights, device), settings.LabelSmoothing),
        LossKind.Focal => new FocalLoss(ToDevice(classWeights, device), settings.FocalGamma),
        LossKind.Mae => new RegressionLoss(static (o, t) => functional.l1_loss(o, t)),
        LossKind.Huber => new RegressionLoss((o, t) => functional.huber_loss(o, t, settings.HuberDelta)),
        _ => new RegressionLoss(static (o, t) => functional.mse_loss(o, t)),
    };

    /// <summary>Outputs of a network trained with this loss.</summary>
    /// <param name="kind">The loss.</param>
    /// <param name="classCount">Classes; unused for regression.</param>
    public static int OutputCount(LossKind kind, int classCount) => kind is LossKind.CrossEntropy or LossKind.Focal ? classCount : 1;

    /// <inheritdoc/>
    public abstract void Dispose();

    private protected static double WeightOf(Tensor targets, Tensor? classWeights) =>
        classWeights is null ? targets.shape[0] : classWeights.index_select(0, targets).sum().to(CPU).item<float>();

    private static Tensor? ToDevice(float[]? weights, Device device)
    {
        if (weights is null)
            return null;
        using var scope = NewDisposeScope();
        return torch.tensor(weights).to(device).DetachFromDisposeScope();
    }
}
