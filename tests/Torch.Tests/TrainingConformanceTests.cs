using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests;

/// <summary>Whole training loops: losses step by step and the final state, against PyTorch.</summary>
public class TrainingConformanceTests
{
    private static readonly Dictionary<string, TrainingCase> Cases = Expectations.Read<TrainingCase>("training");

    [Fact]
    public void MlpWithAdamAndCrossEntropy_TrainsAsInPyTorch() => Train(
        Cases["MLP_Adam_cross_entropy"],
        Sequential(Linear(4, 6), ReLU(), Linear(6, 3)),
        parameters => optim.Adam(parameters, 0.05),
        (output, target) => F.cross_entropy(output, target));

    [Fact]
    public void MlpWithMomentumMseAndClippedGradients_TrainsAsInPyTorch() => Train(
        Cases["MLP_SGD_mse_clipped"],
        Sequential(Linear(3, 5), Tanh(), Linear(5, 1)),
        parameters => optim.SGD(parameters, 0.1, momentum: 0.9),
        (output, target) => F.mse_loss(output, target),
        maxNorm: 0.5);

    [Fact]
    public void CnnWithBatchNormAndAdamW_TrainsAsInPyTorch() => Train(
        Cases["CNN_AdamW_batch_norm"],
        Sequential(Conv2d(1, 2, 3, padding: 1, bias: false), BatchNorm2d(2), ReLU(), MaxPool2d(2), Flatten(), Linear(8, 2)),
        parameters => optim.AdamW(parameters, 0.02, weight_decay: 0.01),
        (output, target) => F.cross_entropy(output, target));

    private static void Train(TrainingCase expected, Sequential model, Func<IEnumerable<Parameter>, optim.Optimizer> makeOptimizer, Func<Tensor, Tensor, Tensor> lossOf, double? maxNorm = null)
    {
        // A step multiplies what a different order of sums makes of the last digit.
        const double tolerance = 1e-4;
        using var scope = NewDisposeScope();
        using var moved = model.to(TestDevice.Current);
        model.load_state_dict(expected.State.ToDictionary(named => named.Key, named => named.Value.ToTensor()));
        using var optimizer = makeOptimizer(model.parameters());
        var input = expected.Input.ToTensor();
        var target = expected.Target.ToTensor();
        for (var step = 0; step < expected.Losses.Length; step++)
        {
            using var stepScope = NewDisposeScope();
            optimizer.zero_grad();
            var loss = lossOf(model.call(input), target);
            loss.backward();
            if (maxNorm is { } norm)
                nn.utils.clip_grad_norm_(model.parameters(), norm).ShouldBe(expected.Norms[step], tolerance, $"norm of step {step}");
            optimizer.step();
            ((double)loss.item<float>()).ShouldBe(expected.Losses[step], tolerance, $"loss of step {step}");
        }
        foreach (var (name, tensor) in model.state_dict())
        {
            using var wanted = expected.StateAfter[name].ToTensor();
            tensor.allclose(wanted, rtol: tolerance, atol: tolerance).ShouldBeTrue($"{name} at the end");
        }
    }
}
