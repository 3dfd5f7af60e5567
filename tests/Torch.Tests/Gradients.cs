using TorchSharp;

namespace Torch.Tests;

/// <summary>The scalar whose gradients the expectation files hold: sum(output × a fixed pattern).</summary>
internal static class Gradients
{
    public static void Backward(torch.Tensor output)
    {
        var pattern = new double[output.numel()];
        for (var i = 0; i < pattern.Length; i++)
            pattern[i] = ((i * 5 % 7) - 3) * 0.25;
        using var cotangent = torch.tensor(pattern, output.shape, dtype: output.dtype, device: TestDevice.Current);
        using var product = output.mul(cotangent);
        using var sum = product.sum();
        sum.backward();
    }
}
