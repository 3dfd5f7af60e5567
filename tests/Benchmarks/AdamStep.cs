using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>One way to do Adam: clears the gradients before a step, applies them after it.</summary>
internal sealed record AdamStep(string Name, Action ZeroGradients, Action Apply)
{
    /// <summary>The ways there are, the one that the product uses last.</summary>
    public static IReadOnlyList<string> Names { get; } = ["plain"];

    public static AdamStep Create(string name, nn.Module model)
    {
        switch (name)
        {
            case "plain":
                var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
                return new AdamStep("adam, plain operators", optimizer.zero_grad, () => optimizer.step());
            default:
                throw new ArgumentException($"Found optimizer \"{name}\", expected one of {string.Join(", ", Names)}.");
        }
    }
}
