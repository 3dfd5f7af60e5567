using TrainingContainer.Training;
using static TorchSharp.torch;

namespace Benchmarks;

/// <summary>One way to do Adam: clears the gradients before a step, applies them after it.</summary>
internal sealed record AdamStep(string Name, Action ZeroGradients, Action Apply)
{
    /// <summary>The ways there are, the one that the product uses last.</summary>
    public static IReadOnlyList<string> Names { get; } = ["plain", "fused"];

    private static readonly OptimizerSettings Settings = new(
        OptimizerKind.Adam, LearningRate: 1e-3, Momentum: 0, Nesterov: false, Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, Alpha: 0.99,
        WeightDecay: 0, L1: 0, GradientClipNorm: 0);

    public static AdamStep Create(string name, nn.Module model)
    {
        switch (name)
        {
            case "plain":
                var optimizer = optim.Adam(model.parameters(), lr: 1e-3);
                return new AdamStep("adam, plain operators", optimizer.zero_grad, () => optimizer.step());
            case "fused":
                var fused = Optimizer.For(Settings, model);
                long step = 0;
                return new AdamStep("adam, one pass", () => { }, () => fused.Step(Settings.LearningRate, step++));
            default:
                throw new ArgumentException($"Found optimizer \"{name}\", expected one of {string.Join(", ", Names)}.");
        }
    }
}
