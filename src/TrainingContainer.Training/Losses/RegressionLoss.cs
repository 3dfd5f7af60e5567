using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>A loss between one output and a number.</summary>
internal sealed class RegressionLoss(Func<Tensor, Tensor, Tensor> loss) : LossFunction
{
    public override bool TargetsAreClasses => false;

    public override Tensor Of(Tensor outputs, Tensor targets) => loss(outputs.squeeze(1), targets);

    public override Tensor Predict(Tensor outputs) => outputs;

    public override void Dispose()
    {
    }
}
