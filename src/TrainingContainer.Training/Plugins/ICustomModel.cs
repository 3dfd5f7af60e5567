using TrainingContainer.SageMaker;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>
/// A model of your own. Implement it in one public class with a constructor without parameters, in an assembly that the
/// hyperparameter <c>sagemaker_program</c> names; data, training, metrics and the saved model come from the container.
/// </summary>
public interface ICustomModel
{
    /// <summary>What the log and model.json call it.</summary>
    string Name { get; }

    /// <summary>
    /// The hyperparameters that it adds: each is checked, documented and saved like a built-in one. Their names must differ from
    /// the built-in names; the same declarations are given to <see cref="HyperparameterValues.Get"/> in <see cref="Build"/>.
    /// </summary>
    IReadOnlyList<Hyperparameter> Hyperparameters { get; }

    /// <summary>
    /// Builds the network on the CPU: float32 [rows, …<see cref="ModelRequest.InputShape"/>] in, float32
    /// [rows, <see cref="ModelRequest.OutputCount"/>] out, without softmax or sigmoid at the end.
    /// </summary>
    /// <remarks>
    /// It is called more than once per job (to check the network, to time threads, to train) and must return a new module each
    /// time. Torch's random generator is seeded from the job's seed before each call, so torch's own initialization repeats.
    /// </remarks>
    Module<Tensor, Tensor> Build(ModelRequest request);
}
