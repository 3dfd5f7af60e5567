using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>Logistic loss on one output for two classes, as torch.nn.BCEWithLogitsLoss; rows weigh as their class does.</summary>
internal sealed class BinaryCrossEntropyLoss(Tensor? classWeights, double labelSmoothing) : LossFunction
{
    public override bool TargetsAreClasses => true;

    public override Tensor Of(Tensor outputs, Tensor targets)
    {
        var probabilities = targets.to(ScalarType.Float32);
        if (labelSmoothing > 0)
            probabilities = (probabilities * (1 - labelSmoothing)) + (labelSmoothing / 2);
        var rowWeights = classWeights?.index_select(0, targets);
        return functional.binary_cross_entropy_with_logits(outputs.squeeze(1), probabilities, rowWeights);
    }

    public override Tensor Predict(Tensor outputs)
    {
        var second = outputs.sigmoid();
        return torch.cat([1 - second, second], 1);
    }

    public override void Dispose() => classWeights?.Dispose();
}
