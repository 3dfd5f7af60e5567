using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>The three ways in which the program steps, over 24 steps, against PyTorch (make_expected.py).</summary>
public sealed class OptimizerGoldenTests
{
    private static readonly IReadOnlyDictionary<string, Case> Cases = Golden.Read<Case>("optimizers", one => one.Name);

    private static readonly long[][] Shapes = [[3, 7], [5]];

    public static TheoryData<string> Names => [.. Cases.Keys];

    public static TheoryData<string> NamesOfKernels => [.. Cases.Keys.Where(name => !name.StartsWith("rmsprop", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Names))]
    public void PassOverMemory_FollowsPyTorch(string name) =>
        Follow(name, (settings, parameters) => new FusedOptimizer(settings, UpdateRule.For(settings), parameters));

    [Theory]
    [MemberData(nameof(Names))]
    public void TensorOperators_FollowPyTorch(string name) =>
        Follow(name, (settings, parameters) => new TensorOptimizer(settings, UpdateRule.For(settings), parameters));

    /// <summary>libtorch has the fused kernels for the CPU too, so that every function of the script runs here.</summary>
    [Theory]
    [MemberData(nameof(NamesOfKernels))]
    public void FusedKernels_FollowPyTorch(string name) =>
        Follow(name, (settings, parameters) => new CudaFusedOptimizer(settings, UpdateRule.For(settings), parameters));

    [Fact]
    public void FusedKernels_AreInTheLibtorchOfThePackage() => FusedKernels.AreAvailable.ShouldBeTrue();

    private static void Follow(string name, Func<OptimizerSettings, (string, Parameter)[], Optimizer> make)
    {
        using var scope = NewDisposeScope();
        var settings = OptimizerTests.Settings(name);
        var parameters = Shapes.Select(shape => new Parameter(Values(shape, i => 0.1 * ((i % 11) - 5)))).ToArray();
        using var optimizer = make(settings, [("weight", parameters[0]), ("bias", parameters[1])]);
        var steps = Cases[name].Trajectory.Keys.Max();
        for (var step = 0; step < steps; step++)
        {
            foreach (var parameter in parameters)
                parameter.grad = Values(parameter.shape, i => Math.Sin((0.7 * i) + step) * (1 + (0.1 * step)));
            optimizer.Step(settings.LearningRate, step);
            if (!Cases[name].Trajectory.TryGetValue(step + 1, out var expected))
                continue;
            for (var i = 0; i < parameters.Length; i++)
                parameters[i].data<float>().ToArray().ShouldBeCloseTo(expected[i], $"{name}, parameter {i} after step {step + 1}");
        }
    }

    private static Tensor Values(long[] shape, Func<int, double> of) =>
        tensor(Enumerable.Range(0, (int)shape.Aggregate((a, b) => a * b)).Select(i => (float)of(i)).ToArray()).reshape(shape);

    /// <summary>Parameters after some of the steps.</summary>
    private sealed record Case(string Name, Dictionary<int, double[][]> Trajectory);
}
