using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>Memory of the whole process, so that no other test may allocate meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class FusedKernelsMemoryTests
{
    [Theory]
    [InlineData("adamw decay")]
    [InlineData("sgd nesterov decay")]
    [InlineData("sgd decay")]
    public void FusedKernels_ManySteps_LeaveNothingBehind(string name)
    {
        var settings = OptimizerTests.Settings(name);
        using var parameter = new Parameter(ones(16, 16));
        using var optimizer = new CudaFusedOptimizer(settings, UpdateRule.For(settings), [("weight", parameter)]);
        void Steps(int count)
        {
            for (var step = 0; step < count; step++)
            {
                using var gradient = ones(16, 16);
                parameter.grad = gradient;
                optimizer.Step(settings.LearningRate, step);
                // each call hands a delegate to native code, whose stub the collector frees: it is not left to when that happens to run
                if (step % 500 == 499)
                    GC.Collect();
            }
            GC.WaitForPendingFinalizers();
        }
        Steps(2_000);
        var (tensors, bytes) = (Tensor.TotalCount, Environment.WorkingSet);

        Steps(10_000);

        Tensor.TotalCount.ShouldBe(tensors);
        (Environment.WorkingSet - bytes).ShouldBeLessThan(8_000_000);
    }
}
