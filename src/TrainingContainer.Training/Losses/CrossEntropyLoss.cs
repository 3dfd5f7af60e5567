using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>Softmax cross entropy, with class weights and label smoothing as in torch.nn.CrossEntropyLoss.</summary>
internal sealed class CrossEntropyLoss(Tensor? classWeights, double labelSmoothing) : LossFunction
{
    public override bool TargetsAreClasses => true;

    public override Tensor Of(Tensor outputs, Tensor targets) =>
        functional.cross_entropy(outputs, targets, classWeights, label_smoothing: labelSmoothing);

    /// <summary>On the CPU the loss and its gradient are computed over memory, and the graph holds the network alone.</summary>
    public override Tensor Backward(Tensor outputs, Tensor targets)
    {
        if (outputs.device_type != DeviceType.CPU || !outputs.is_contiguous())
            return base.Backward(outputs, targets);
        var slopes = empty_like(outputs, requires_grad: false);
        var loss = SoftmaxCrossEntropy.Run(
            Floats(outputs), MemoryMarshal.Cast<byte, long>(targets.bytes), classWeights is null ? [] : Floats(classWeights), labelSmoothing, Floats(slopes));
        outputs.backward([slopes]);
        return tensor((float)loss);
    }

    public override double WeightOf(Tensor targets) => WeightOf(targets, classWeights);

    public override Tensor Predict(Tensor outputs) => outputs.softmax(1);

    public override void Dispose() => classWeights?.Dispose();

    private static Span<float> Floats(Tensor values) => MemoryMarshal.Cast<byte, float>(values.bytes);
}
