using System.Runtime.CompilerServices;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Tensors that nobody disposed of, and what is counted.</summary>
public class LifetimeTests
{
    [Fact]
    public void TensorsLeftToTheCollector_AreFreedByTheirFinalizers()
    {
        var before = Tensor.TotalCount;
        Abandon(50);
        for (var i = 0; i < 10 && Tensor.TotalCount > before; i++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        Tensor.TotalCount.ShouldBeLessThanOrEqualTo(before);
    }

    [Fact]
    public void Parameter_MadeInAScope_BelongsToIt()
    {
        Parameter parameter;
        using (NewDisposeScope())
            parameter = new Parameter(ones(2));

        parameter.IsInvalid.ShouldBeTrue();
    }

    [Fact]
    public void Layer_MadeInAScope_OutlivesIt()
    {
        Linear layer;
        using (NewDisposeScope())
            layer = nn.Linear(2, 1);

        layer.weight.IsInvalid.ShouldBeFalse();
        layer.Dispose();
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Abandon(int count)
    {
        for (var i = 0; i < count; i++)
            ones(10);
    }
}
