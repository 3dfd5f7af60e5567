using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>Value and gradient of every loss, against PyTorch (make_expected.py).</summary>
public sealed class LossGoldenTests
{
    private static readonly IReadOnlyDictionary<string, Case> Cases = Golden.Read<Case>("losses", one => one.Name);

    private static readonly float[] Outputs = [1.5f, -0.25f, 0.75f, -2, 3, 0.5f, 0.25f, -1.25f, 2.25f, -0.5f, 1, -1.75f];

    public static TheoryData<string> Names => [.. Cases.Keys];

    /// <summary>As a training step computes it: over memory where the program can.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_IsPyTorchs(string name) => Check(name, (loss, outputs, targets) => loss.Backward(outputs.alias(), targets));

    /// <summary>As evaluation computes it, and a step on a GPU: by operators and autograd.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Value_IsPyTorchs(string name) => Check(name, (loss, outputs, targets) =>
    {
        var value = loss.Of(outputs, targets);
        value.backward();
        return value;
    });

    private static void Check(string name, Func<LossFunction, Tensor, Tensor, Tensor> run)
    {
        using var scope = NewDisposeScope();
        var words = name.Split(' ');
        var kind = Enum.Parse<LossKind>(words[0].Replace("_", ""), ignoreCase: true);
        var smoothing = words.Contains("smoothing") ? 0.1 : 0;
        var settings = new LossSettings(kind, FocalGamma: 2, HuberDelta: 0.5, ClassWeights.None, smoothing);
        using var loss = LossFunction.For(settings, words.Contains("weights") ? [0.5f, 2, 1.5f] : null, CPU);
        var isWide = kind is LossKind.CrossEntropy or LossKind.Focal;
        var outputs = tensor(isWide ? Outputs : Outputs[..4]).reshape(4, -1).requires_grad_();
        var targets = isWide ? tensor(new[] { 2L, 0, 1, 2 })
            : loss.TargetsAreClasses ? tensor(new[] { 1L, 0, 0, 1 })
            : tensor(new[] { 0.5f, -1, 2, 0.25f });

        var value = run(loss, outputs, targets);

        new[] { value.item<float>() }.ShouldBeCloseTo([Cases[name].Loss], name);
        outputs.grad!.data<float>().ToArray().ShouldBeCloseTo(Cases[name].Gradient, $"gradient of {name}");
    }

    private sealed record Case(string Name, double Loss, double[] Gradient);
}
