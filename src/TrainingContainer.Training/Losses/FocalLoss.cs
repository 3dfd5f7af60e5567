using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>
/// Focal loss (Lin et al. 2017, "Focal Loss for Dense Object Detection"): cross entropy times (1 - p)^gamma, p being
/// the probability of the right class. With class weights the mean is weighted, as in torch.nn.CrossEntropyLoss.
/// </summary>
internal sealed class FocalLoss(Tensor? classWeights, double gamma) : LossFunction
{
    public override bool TargetsAreClasses => true;

    public override Tensor Of(Tensor outputs, Tensor targets)
    {
        var logProbability = functional.log_softmax(outputs, 1).gather(1, targets.unsqueeze(1)).squeeze(1);
        var losses = (1 - logProbability.exp()).clamp((Scalar)1e-7).pow(gamma) * -logProbability;
        if (classWeights is null)
            return losses.mean();
        var rowWeights = classWeights.index_select(0, targets);
        return (losses * rowWeights).sum() / rowWeights.sum();
    }

    public override double WeightOf(Tensor targets) => WeightOf(targets, classWeights);

    public override Tensor Predict(Tensor outputs) => outputs.softmax(1);

    public override void Dispose() => classWeights?.Dispose();
}
