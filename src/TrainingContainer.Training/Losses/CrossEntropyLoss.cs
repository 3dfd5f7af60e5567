using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>Softmax cross entropy, with class weights and label smoothing as in torch.nn.CrossEntropyLoss.</summary>
internal sealed class CrossEntropyLoss(Tensor? classWeights, double labelSmoothing) : LossFunction
{
    public override bool TargetsAreClasses => true;

    public override Tensor Of(Tensor outputs, Tensor targets) =>
        functional.cross_entropy(outputs, targets, classWeights, label_smoothing: labelSmoothing);

    public override Tensor Predict(Tensor outputs) => outputs.softmax(1);

    public override void Dispose() => classWeights?.Dispose();
}
