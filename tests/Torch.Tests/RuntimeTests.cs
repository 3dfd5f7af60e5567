using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Devices, threads and types.</summary>
public class RuntimeTests
{
    [Theory]
    [InlineData("cpu", DeviceType.CPU, -1)]
    [InlineData("cuda", DeviceType.CUDA, -1)]
    [InlineData("CUDA:1", DeviceType.CUDA, 1)]
    public void Device_Description_IsRead(string description, DeviceType type, int index)
    {
        var device = new Device(description);

        device.type.ShouldBe(type);
        device.index.ShouldBe(index);
        device.ToString().ShouldBe(description.ToLowerInvariant());
    }

    [Fact]
    public void Device_Unknown_Throws() => Should.Throw<ArgumentException>(() => new Device("tpu"));

    [Fact]
    public void Cuda_WhereThereIsNone_SaysSo()
    {
        if (cuda.is_available())
            return;

        cuda.device_count().ShouldBe(0);
        Should.Throw<InvalidOperationException>(() => device("cuda"));
        Should.Throw<InvalidOperationException>(() => ones(1).cuda());
        Should.Throw<InvalidOperationException>(() => zeros(1, device: new Device("cuda")));
    }

    [Fact]
    public void Threads_AreSet()
    {
        var before = get_num_threads();
        set_num_threads(1);
        get_num_threads().ShouldBe(1);
        set_num_threads(before);
    }

    [Fact]
    public void DefaultType_OnlyFloatingPoint()
    {
        get_default_dtype().ShouldBe(ScalarType.Float32);
        Should.Throw<ArgumentException>(() => set_default_dtype(ScalarType.Int64));
        @float.ShouldBe(ScalarType.Float32);
        int64.ShouldBe(@long);
    }

    [Fact]
    public void Scalar_KeepsItsKind()
    {
        ((Scalar)1).Type.ShouldBe(ScalarType.Int64);
        ((Scalar)1.5f).Type.ShouldBe(ScalarType.Float64);
        ((Scalar)true).Type.ShouldBe(ScalarType.Bool);
        ((Scalar)2.5).ToDouble().ShouldBe(2.5);
        ((Scalar)7).ToInt64().ShouldBe(7);
        tensor(3L).ToScalar().ToInt32().ShouldBe(3);
    }
}
