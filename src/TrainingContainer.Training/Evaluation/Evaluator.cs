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
    /// <summary>Rows in an evaluation batch: enough to be fast, few enough that a convolution's activations stay small.</summary>
    public const int BatchSize = 128;

    /// <summary>Runs the model over all batches, without dropout and gradients, and leaves it in training mode.</summary>
    /// <param name="batches">In any order.</param>
    /// <param name="stop">Ends the evaluation between two batches.</param>
    /// <exception cref="OperationCanceledException">The job is to stop.</exception>
    public Evaluation Run(BatchSource batches, CancellationToken stop)
    {
        var tally = new ClassificationTally(classes);
        var (predictions, labels) = (new List<double>(), new List<double>());
        double lossSum = 0;
        long rows = 0;
        ForwardPass.Over(model, batches, stop, (in Batch batch, Tensor outputs) =>
        {
            lossSum += (double)loss.Of(outputs, batch.Targets).to(CPU).item<float>() * batch.Rows;
            rows += batch.Rows;
            var predicted = MemoryMarshal.Cast<byte, float>(loss.Predict(outputs).to(CPU).contiguous().bytes);
            var targets = batch.Targets.to(CPU).contiguous().bytes;
            if (loss.TargetsAreClasses)
                tally.Add(predicted, MemoryMarshal.Cast<byte, long>(targets));
            else
                AddNumbers(predicted, MemoryMarshal.Cast<byte, float>(targets));
        });
        return loss.TargetsAreClasses
            ? tally.Finish(lossSum / rows)
            : RegressionEvaluation.Of(lossSum / rows, CollectionsMarshal.AsSpan(predictions), CollectionsMarshal.AsSpan(labels));

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
