using TorchSharp;

namespace Torch.Tests;

/// <summary>Computes a function and its gradients and compares them with the expectation.</summary>
internal static class FunctionCheck
{
    public static void Run(FunctionCase expected, Func<torch.Tensor[], torch.Tensor> function)
    {
        using var scope = torch.NewDisposeScope();
        var inputs = expected.Inputs.Zip(expected.Grads, (input, grad) => input.ToTensor(requiresGrad: grad is not null)).ToArray();
        var output = function(inputs);
        expected.Output.ShouldBeCloseTo(output, expected.Name);
        if (expected.Grads.All(grad => grad is null))
            return;
        Gradients.Backward(output);
        for (var i = 0; i < inputs.Length; i++)
            expected.Grads[i]?.ShouldBeCloseTo(inputs[i].grad!, $"gradient of input {i} of {expected.Name}");
    }
}
