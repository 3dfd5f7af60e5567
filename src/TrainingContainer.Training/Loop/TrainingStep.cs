using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>One step: forward, loss, backward, update.</summary>
/// <param name="model">In training mode, on its device.</param>
/// <param name="loss">What to minimize.</param>
/// <param name="optimizer">Of the model's parameters.</param>
/// <param name="dropoutSeed">The job's seed when the network drops activations; null otherwise.</param>
public sealed class TrainingStep(nn.Module<Tensor, Tensor> model, LossFunction loss, Optimizer optimizer, long? dropoutSeed)
{
    /// <summary>Runs it.</summary>
    /// <param name="batch">The rows.</param>
    /// <param name="learningRate">Of this step.</param>
    /// <param name="step">0-based, over all epochs.</param>
    /// <returns>The mean loss of the batch, without gradient; on the device, not yet waited for.</returns>
    public Tensor Run(in Batch batch, double learningRate, long step)
    {
        // the masks of a step depend on the seed and the step alone, so that a resumed job draws the same
        if (dropoutSeed is { } seed)
            manual_seed((long)(RandomKey.For(seed, DrawPurpose.Dropout, step).Value >> 1)).Dispose();
        var value = loss.Backward(model.call(batch.Features), batch.Targets);
        optimizer.Step(learningRate, step);
        return value;
    }
}
