using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using F = TorchSharp.torch.nn.functional;

namespace Torch.Tests;

/// <summary>A training step leaves no tensor behind.</summary>
public class LiveTensorTests
{
    // What other tests left to the collector would be counted, and then not.
    public LiveTensorTests()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }
    }

    [Fact]
    public void TrainingLoop_AThousandSteps_HoldsAsManyTensorsAsTen()
    {
        using var model = Sequential(Linear(4, 8), ReLU(), Dropout(0.1), Linear(8, 3)).to(TestDevice.Current);
        using var optimizer = optim.Adam(model.parameters(), 1e-3, weight_decay: 1e-2, amsgrad: true);
        using var input = randn(16, 4, device: TestDevice.Current);
        using var target = randint(0, 3, [16], device: TestDevice.Current);
        long atTen = 0;
        for (var step = 1; step <= 1000; step++)
        {
            Step(model, optimizer, input, target);
            if (step == 10)
                atTen = Tensor.TotalCount;
        }

        Tensor.TotalCount.ShouldBe(atTen);
    }

    private static void Step(Module<Tensor, Tensor> model, optim.Optimizer optimizer, Tensor input, Tensor target)
    {
        using var scope = NewDisposeScope();
        optimizer.zero_grad();
        var loss = F.cross_entropy(model.call(input), target);
        loss.backward();
        nn.utils.clip_grad_norm_(model.parameters(), 1.0);
        optimizer.step();
    }
}
