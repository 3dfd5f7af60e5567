using TorchSharp;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Memory, elements, types, indexes and autograd of a tensor.</summary>
public class TensorDataTests
{
    [Fact]
    public void Bytes_WrittenAndRead_AreTheTensorsMemory()
    {
        using var tensor = empty(3, ScalarType.Float32);
        new byte[] { 0, 0, 128, 63, 0, 0, 0, 64, 0, 0, 64, 64 }.CopyTo(tensor.bytes);

        tensor.data<float>().ToArray().ShouldBe([1f, 2f, 3f]);
        tensor.bytes = tensor.bytes.ToArray().Reverse().ToArray();
        tensor.bytes[0].ShouldBe((byte)64);
    }

    [Fact]
    public void Bytes_WrongSizeOrLayout_Throws()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2, 3);

        Should.Throw<ArgumentException>(() => tensor.bytes = new byte[3]);
        Should.Throw<InvalidOperationException>(() => tensor.t().bytes.Length);
    }

    [Fact]
    public void Accessor_ReadsAndWritesElements()
    {
        using var tensor = arange(6, ScalarType.Int64).reshape(2, 3).contiguous();
        var data = tensor.data<long>();

        data.Count.ShouldBe(6);
        data[4].ShouldBe(4);
        data[1, 2].ShouldBe(5);
        data[0, 1] = 9;
        tensor[0, 1].item<long>().ShouldBe(9);
        var copy = new long[4];
        data.CopyTo(copy, 1, 4);
        copy.ShouldBe([0, 4, 5, 0]);
        data.CopyFrom([7, 8], 0, 2);
        data.ShouldBe([0, 9, 7, 8, 4, 5]);
    }

    [Fact]
    public void Accessor_WrongTypeOrIndex_Throws()
    {
        using var tensor = ones(2);

        Should.Throw<ArgumentException>(() => tensor.data<int>());
        Should.Throw<IndexOutOfRangeException>(() => tensor.data<float>()[2]);
    }

    [Fact]
    public void Item_OneElement_IsRead()
    {
        using var scope = NewDisposeScope();

        tensor(2.5).item<double>().ShouldBe(2.5);
        tensor(7L).item<long>().ShouldBe(7);
        tensor(true).item<bool>().ShouldBeTrue();
        tensor((byte)200).item<byte>().ShouldBe((byte)200);
        full(1, 1, 1.5, ScalarType.Float16).item<Half>().ShouldBe((Half)1.5);
        ((double)tensor(3)).ShouldBe(3);
        Should.Throw<ArgumentException>(() => ones(2).item<float>());
        Should.Throw<ArgumentException>(() => ones(1).item<double>());
    }

    [Fact]
    public void Tensor_FromArrays_HasTypeShapeAndValues()
    {
        using var scope = NewDisposeScope();

        tensor(new[] { 1f, 2f }).dtype.ShouldBe(ScalarType.Float32);
        tensor(new[] { 1d, 2d }).dtype.ShouldBe(ScalarType.Float64);
        tensor(new[] { 1, 2 }).dtype.ShouldBe(ScalarType.Int32);
        tensor(new[] { 1L, 2L }).dtype.ShouldBe(ScalarType.Int64);
        tensor(new[] { true, false }).dtype.ShouldBe(ScalarType.Bool);
        tensor(new byte[] { 1, 2 }).dtype.ShouldBe(ScalarType.Byte);
        tensor(new[] { 1f, 2f, 3f, 4f }, [2, 2]).shape.ShouldBe([2, 2]);
        tensor(new List<float> { 1, 2, 3, 4 }, 2, 2).shape.ShouldBe([2, 2]);
        tensor(new Memory<float>([1, 2]), [2, 1]).shape.ShouldBe([2, 1]);
        tensor(new[] { 1.7f, 2.2f }, dtype: ScalarType.Int64).data<long>().ToArray().ShouldBe([1, 2]);
        tensor(new[] { 1f }, requires_grad: true).requires_grad.ShouldBeTrue();
        Should.Throw<ArgumentException>(() => tensor(new[] { 1f }, [2, 2]));
    }

    [Fact]
    public void Tensor_FromArray_DoesNotShareIt()
    {
        var array = new[] { 1f, 2f };
        using var tensor = torch.tensor(array);
        array[0] = 9;

        tensor.data<float>()[0].ShouldBe(1);
    }

    [Fact]
    public void Factories_TypesAndValues_ArePyTorchs()
    {
        using var scope = NewDisposeScope();

        zeros(2, 3).dtype.ShouldBe(ScalarType.Float32);
        full(2, 1L).dtype.ShouldBe(ScalarType.Int64);
        full(2, 1.0).dtype.ShouldBe(ScalarType.Float32);
        arange(3).dtype.ShouldBe(ScalarType.Int64);
        arange(3.0).dtype.ShouldBe(ScalarType.Float32);
        ones([2, 2], ScalarType.Float64).sum().item<double>().ShouldBe(4);
        zeros_like(ones(2, 2, ScalarType.Int32)).dtype.ShouldBe(ScalarType.Int32);
        full_like(ones(2), 3).sum().item<float>().ShouldBe(6);
        empty(0).numel().ShouldBe(0);
    }

    [Fact]
    public void Facts_DescribeTheTensor()
    {
        using var tensor = zeros(2, 3, ScalarType.Float64);

        tensor.ndim.ShouldBe(2);
        tensor.numel().ShouldBe(6);
        tensor.ElementSize.ShouldBe(8);
        tensor.size(-1).ShouldBe(3);
        tensor.stride().ShouldBe([3, 1]);
        tensor.device.type.ShouldBe(DeviceType.CPU);
        tensor.device_type.ShouldBe(DeviceType.CPU);
        tensor.is_cuda.ShouldBeFalse();
        tensor.is_contiguous().ShouldBeTrue();
        tensor.is_leaf.ShouldBeTrue();
        tensor.ToString().ShouldBe("[2x3], type = Float64, device = cpu");
    }

    [Fact]
    public void InPlace_ReturnsTheSameObject()
    {
        using var tensor = ones(2);

        tensor.add_(1).mul_(3).sub_(2).div_(2).ShouldBeSameAs(tensor);

        tensor.data<float>().ToArray().ShouldBe([2, 2]);
        tensor.fill_(4).sqrt_().clamp_(max: 1.5).neg_().abs_().data<float>().ToArray().ShouldBe([1.5f, 1.5f]);
        tensor.zero_().sum().item<float>().ShouldBe(0);
    }

    [Fact]
    public void InPlace_ThreeOperands_AreComputed()
    {
        using var scope = NewDisposeScope();
        var (one, two, half) = (ones(1), full(1, 2.0), full(1, 0.5));

        zeros(1).addcmul_(two, two, 0.5).item<float>().ShouldBe(2);
        zeros(1).addcdiv_(one, two).item<float>().ShouldBe(0.5f);
        zeros(1).lerp_(two, half).item<float>().ShouldBe(1);
        one.pow_(2).exp_().log_().item<float>().ShouldBe(1, 1e-6);
        zeros(1).copy_(two).item<float>().ShouldBe(2);
    }

    [Fact]
    public void Indexer_Assigned_ChangesTheTensor()
    {
        using var scope = NewDisposeScope();
        var tensor = zeros(2, 3);
        tensor[0, 1] = 5f;
        tensor[1] = torch.tensor(new[] { 1f, 2f, 3f });
        tensor[TensorIndex.Colon, 2] = 7f;

        tensor.data<float>().ToArray().ShouldBe([0, 5, 7, 1, 2, 7]);
    }

    [Fact]
    public void Ranges_IndexLikeSlices()
    {
        using var scope = NewDisposeScope();
        var tensor = arange(5);

        tensor[1..3].data<long>().ToArray().ShouldBe([1, 2]);
        tensor[^2..].data<long>().ToArray().ShouldBe([3, 4]);
        tensor[..^1].data<long>().ToArray().ShouldBe([0, 1, 2, 3]);
    }

    [Fact]
    public void Equality_IsByElementOrWhole()
    {
        using var scope = NewDisposeScope();
        var (a, b) = (tensor(new[] { 1, 2 }), tensor(new[] { 1, 3 }));

        (a == b).data<bool>().ToArray().ShouldBe([true, false]);
        a.equal(b).data<bool>().ToArray().ShouldBe([true, false]);
        a.Equals(b).ShouldBeFalse();
        a.Equals(a.clone()).ShouldBeTrue();
        tensor(1.0).allclose(tensor(1.0 + 1e-9)).ShouldBeTrue();
    }

    [Fact]
    public void To_SameTypeAndDevice_IsTheSameMemoryUnlessCopied()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(1);
        tensor.to(ScalarType.Float32).add_(1);
        tensor.item<float>().ShouldBe(2);
        tensor.to(ScalarType.Float32, copy: true).add_(1);
        tensor.to(CPU, copy: true).add_(1);
        tensor.item<float>().ShouldBe(2);

        tensor.to("cpu").to(ScalarType.Float64, CPU, disposeAfter: true).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void Gradient_SetReadAndRemoved()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2).requires_grad_();
        tensor.grad.ShouldBeNull();
        (tensor * 3).sum().backward();
        tensor.grad!.data<float>().ToArray().ShouldBe([3, 3]);
        tensor.grad = ones(2);
        tensor.grad!.sum().item<float>().ShouldBe(2);
        tensor.grad = null;
        tensor.grad.ShouldBeNull();
    }

    [Fact]
    public void Gradient_OfAVector_TakesTheGivenOne()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(2).requires_grad_();
        var twice = tensor * 2;

        twice.backward([torch.tensor(new[] { 1f, 10f })], retain_graph: true);
        twice.backward([torch.tensor(new[] { 1f, 10f })]);

        tensor.grad!.data<float>().ToArray().ShouldBe([4, 40]);
    }

    [Fact]
    public void GradientModes_SwitchAndReturn()
    {
        using var scope = NewDisposeScope();
        var tensor = ones(1).requires_grad_();
        is_grad_enabled().ShouldBeTrue();
        using (no_grad())
        {
            (tensor * 2).requires_grad.ShouldBeFalse();
            using (enable_grad())
                (tensor * 2).requires_grad.ShouldBeTrue();
            is_grad_enabled().ShouldBeFalse();
        }
        using (inference_mode())
            is_inference_mode_enabled().ShouldBeTrue();
        using (set_grad_enabled(false))
            is_grad_enabled().ShouldBeFalse();
        is_grad_enabled().ShouldBeTrue();
        tensor.detach().requires_grad.ShouldBeFalse();
        (tensor * 2).detach_().is_leaf.ShouldBeTrue();
    }

    [Fact]
    public void DisposedTensor_Used_Throws()
    {
        var tensor = ones(1);
        tensor.Dispose();
        tensor.Dispose();

        Should.Throw<InvalidOperationException>(() => tensor.numel());
        Should.Throw<InvalidOperationException>(() => ones(1).add(tensor));
    }
}
