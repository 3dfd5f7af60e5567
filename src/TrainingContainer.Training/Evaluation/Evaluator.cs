using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Measures a model on a set of rows.</summary>
/// <param name="model">On the device of the batches.</param>
/// <param name="loss">The loss it is trained with.</param>
/// <param name="classes">Names of the classes; empty for regression.</param>
/// <param name="target">How the label was standardized; unused for classification.</param>
public sealed class Evaluator(nn.Module<Tensor, Tensor> model, LossFunction loss, IReadOnlyList<string> classes, TargetScale target)
{
    /// <summary>Rows in an evaluation batch: enough to be fast, and on a CPU few enough that a convolution's activations stay small.</summary>
    public static int BatchSizeOn(DeviceChoice device) => device.IsCuda ? 1_024 : 128;

    /// <summary>Runs the model over all batches, without dropout and gradients, and leaves it in training mode.</summary>
    /// <param name="batches">In any order.</param>
    /// <param name="stop">Ends the evaluation between two batches.</param>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public Evaluation Run(BatchSource batches, CancellationToken stop)
    {
        var tally = new ClassificationTally(classes);
        var (predictions, labels) = (new List<double>(), new List<double>());
        double lossSum = 0, weights = 0;
        ForwardPass.Over(model, batches, stop, (in Batch batch, Tensor outputs) =>
        {
            var weight = loss.WeightOf(batch.Targets);
            lossSum += loss.Of(outputs, batch.Targets).to(CPU).item<float>() * weight;
            weights += weight;
            var predicted = MemoryMarshal.Cast<byte, float>(loss.Predict(outputs).to(CPU).contiguous().bytes);
            var targets = batch.Targets.to(CPU).contiguous().bytes;
            if (loss.TargetsAreClasses)
                tally.Add(predicted, MemoryMarshal.Cast<byte, long>(targets));
            else
                AddNumbers(predicted, MemoryMarshal.Cast<byte, float>(targets));
        });
        return loss.TargetsAreClasses
            ? tally.Finish(lossSum / weights)
            : RegressionEvaluation.Of(lossSum / weights, CollectionsMarshal.AsSpan(predictions), CollectionsMarshal.AsSpan(labels));

        void AddNumbers(ReadOnlySpan<float> predicted, ReadOnlySpan<float> numbers)
        {
            for (var i = 0; i < numbers.Length; i++)
            {
                predictions.Add(target.ToLabel(predicted[i]));
                labels.Add(target.ToLabel(numbers[i]));
            }
        }
    }
}
