using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class StateBufferTests
{
    [Fact]
    public void Copy_HoldsTheValuesOfItsMoment()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new float[] { 1, 2, 3 }), tensor(new long[] { 4, 5 }));
        using var buffer = new StateBuffer([("a", a), ("b", b)]);
        buffer.Copy();
        a.add_(10);
        b.add_(10);
        Floats(buffer.Regions[0]).ShouldBe([1f, 2, 3]);
        buffer.Copy();
        Floats(buffer.Regions[0]).ShouldBe([11f, 12, 13]);
        Bytes(buffer.Regions[1]).Chunk(8).Select(bytes => BitConverter.ToInt64(bytes)).ShouldBe([14L, 15]);
    }

    [Fact]
    public void LargeTensors_AreCopiedWhole()
    {
        using var scope = NewDisposeScope();
        var large = arange(0, (3 << 20) + 5, dtype: ScalarType.Float32);
        using var buffer = new StateBuffer([("small", ones(2)), ("large", large)]);
        buffer.Copy();
        Floats(buffer.Regions[1]).SequenceEqual(MemoryMarshal.Cast<byte, float>(large.bytes).ToArray()).ShouldBeTrue();
    }

    [Fact]
    public void TransposedTensor_IsCopiedInTheOrderOfItsShape()
    {
        using var scope = NewDisposeScope();
        var transposed = tensor(new float[] { 1, 2, 3, 4, 5, 6 }).reshape(3, 2).t();
        using var buffer = new StateBuffer([("t", transposed)]);
        buffer.Copy();
        Floats(buffer.Regions[0]).ShouldBe([1f, 3, 5, 2, 4, 6]);
    }

    [Fact]
    public void Copy_LeavesNoTensorBehind()
    {
        using var scope = NewDisposeScope();
        using var buffer = new StateBuffer([("a", ones(3)), ("none", zeros(0))]);
        buffer.Copy();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        buffer.Copy();
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.ShouldBe(before);
    }

    private static float[] Floats(StateRegion region) => MemoryMarshal.Cast<byte, float>(Bytes(region)).ToArray();

    private static byte[] Bytes(StateRegion region)
    {
        var bytes = new byte[region.Entry.Length];
        Marshal.Copy(region.Address, bytes, 0, bytes.Length);
        return bytes;
    }
}
