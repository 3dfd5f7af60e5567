using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests;

/// <summary>Memory of the whole process, so that no other test may allocate meanwhile.</summary>
[Collection(nameof(Alone))]
public sealed class ParameterMemoryTests
{
    /// <summary>
    /// TorchSharp counts a parameter twice and its end once (TorchSharpDefectTests): it is the count alone that is wrong.
    /// </summary>
    [Fact]
    public void Parameter_Disposed_LeavesNoMemory()
    {
        const long elements = 4 << 20;
        static void MakeAndDispose()
        {
            // a handle of its own on the same memory, which would wait for the collector
            using var values = ones(elements);
            Parameter(values).Dispose();
        }
        // the allocator keeps some freed memory, up to a bound that it reaches here
        for (var i = 0; i < 50; i++)
            MakeAndDispose();
        var before = ProcessMemory.ResidentBytes;

        for (var i = 0; i < 100; i++)
            MakeAndDispose();

        (ProcessMemory.ResidentBytes - before).ShouldBeLessThan(5 * elements * sizeof(float));
    }
}
