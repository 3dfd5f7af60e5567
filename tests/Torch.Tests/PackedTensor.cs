using TorchSharp;

namespace Torch.Tests;

/// <summary>A tensor in an expectation file: written by make_expected.py.</summary>
public sealed record PackedTensor(torch.ScalarType Type, long[] Shape, double[] Data)
{
    public torch.Tensor ToTensor(bool requiresGrad = false) =>
        torch.tensor(Data, Shape, dtype: Type, device: TestDevice.Current).requires_grad_(requiresGrad);

    public void ShouldBeCloseTo(torch.Tensor actual, string what)
    {
        actual.dtype.ShouldBe(Type, what);
        actual.shape.ShouldBe(Shape, what);
        var (absolute, relative) = TestDevice.Tolerance(Type);
        using var doubles = actual.detach().cpu().to(torch.ScalarType.Float64).contiguous();
        var values = doubles.data<double>().ToArray();
        for (var i = 0; i < Data.Length; i++)
        {
            if (double.IsFinite(Data[i]))
                Math.Abs(values[i] - Data[i]).ShouldBeLessThanOrEqualTo(absolute + (relative * Math.Abs(Data[i])), $"{what}[{i}]: found {values[i]}, expected {Data[i]}");
            else
                values[i].ShouldBe(Data[i], $"{what}[{i}]");
        }
    }
}
