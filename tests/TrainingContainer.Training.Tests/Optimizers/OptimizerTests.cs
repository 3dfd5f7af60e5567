using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>The fused pass against plain tensor operators, and what both do with the gradients. <see cref="OptimizerGoldenTests"/> compares with PyTorch.</summary>
public sealed class OptimizerTests
{
    private static readonly OptimizerSettings Plain = new(OptimizerKind.Sgd, 0.05, 0, false, 0.9, 0.999, 1e-8, 0.99, 0, 0, 0);

    public static TheoryData<string> Cases =>
    [
        "sgd", "sgd momentum", "sgd nesterov decay", "adam", "adam decay", "adamw decay", "rmsprop", "rmsprop momentum decay",
        "sgd l1", "adam clip", "adamw l1 clip decay",
    ];

    [Theory]
    [MemberData(nameof(Cases))]
    public void FusedPass_EqualsTensorOperators(string name)
    {
        var settings = Settings(name);
        var fused = Trajectory((rule, parameters) => new FusedOptimizer(settings, rule, parameters), settings);
        var plain = Trajectory((rule, parameters) => new TensorOptimizer(settings, rule, parameters), settings);
        ShouldAgree(fused, plain);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void CudaKernels_EqualTensorOperators(string name)
    {
        var settings = Settings(name);
        if (!cuda.is_available() || !CudaFusedOptimizer.IsAvailable(settings))
            Assert.Skip("no GPU here, or this libtorch has no fused kernel for it");
        var fused = Trajectory((rule, parameters) => new CudaFusedOptimizer(settings, rule, parameters), settings, CUDA);
        var plain = Trajectory((rule, parameters) => new TensorOptimizer(settings, rule, parameters), settings, CUDA);
        ShouldAgree(fused, plain);
    }

    [Fact]
    public void L1_AddsTheSignOfWeightsButNotOfBiases()
    {
        var settings = Plain with { L1 = 0.5, LearningRate = 1 };
        using var model = nn.Linear(2, 1);
        SetAll(model, [(0, 1f), (1, 1f)]);
        using var optimizer = Optimizer.For(settings, model);
        foreach (var parameter in model.parameters())
            parameter.grad = zeros_like(parameter);
        optimizer.Step(1, 0);
        model.weight!.data<float>().ToArray().ShouldBe([0.5f, 0.5f]);
        model.bias!.data<float>().ToArray().ShouldBe([1f]);
    }

    [Fact]
    public void GradientsAreGoneAfterAStep()
    {
        using var model = nn.Linear(3, 2);
        using var optimizer = Optimizer.For(Plain, model);
        model.call(ones(4, 3)).sum().backward();
        optimizer.Step(0.1, 0);
        foreach (var parameter in model.parameters())
            parameter.grad.ShouldBeNull();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void FrozenAndUntouchedParameters_StayAsTheyAre(bool fused)
    {
        using var scope = NewDisposeScope();
        var model = NewModel();
        model.bias!.requires_grad = false;
        var settings = Plain with { Kind = OptimizerKind.Adam, GradientClipNorm = 1 };
        using var optimizer = fused ? Optimizer.For(settings, model) : new TensorOptimizer(settings, UpdateRule.For(settings), [("weight", model.weight!)]);
        optimizer.State.ShouldAllBe(state => state.Parameter == "weight");
        var before = model.parameters().SelectMany(parameter => parameter.data<float>().ToArray()).ToArray();
        optimizer.Step(1, 0);
        model.parameters().SelectMany(parameter => parameter.data<float>().ToArray()).ShouldBe(before);
    }

    [Fact]
    public void State_CarriesPyTorchsNames()
    {
        using var model = nn.Sequential(("0", nn.Linear(3, 2)));
        using var optimizer = Optimizer.For(Plain with { Kind = OptimizerKind.Adam }, model);
        optimizer.State.Select(state => $"{state.Parameter} {state.Name}").ShouldBe(
            ["0.weight exp_avg", "0.weight exp_avg_sq", "0.bias exp_avg", "0.bias exp_avg_sq"]);
    }

    [Theory]
    [InlineData("fused", "cpu")]
    [InlineData("tensor", "cpu")]
    [InlineData("fused", "cuda")]
    [InlineData("tensor", "cuda")]
    public void LayerLearningRateDecay_SlowsEarlierLayersAlone(string kind, string device)
    {
        var settings = Plain with { LayerLearningRateDecay = 0.25 };
        if (device == "cuda" && (!cuda.is_available() || !CudaFusedOptimizer.IsAvailable(settings)))
            Assert.Skip("no GPU here, or this libtorch has no fused kernel for it");
        using var scope = NewDisposeScope();
        var model = nn.Sequential(("0", nn.Linear(2, 2)), ("1", nn.ReLU()), ("2", nn.Linear(2, 2)), ("3", nn.Linear(2, 1))).to(device);
        using var optimizer = kind == "fused" ? Optimizer.For(settings, model) : new TensorOptimizer(settings, UpdateRule.For(settings), model.named_parameters());
        var before = model.parameters().Select(parameter => parameter.cpu().detach().clone()).ToArray();
        foreach (var parameter in model.parameters())
            parameter.grad = ones_like(parameter);
        optimizer.Step(0.5, 0);
        var moved = model.parameters().Zip(before, (after, old) => (old - after.cpu()).mean().item<float>());
        foreach (var (by, expected) in moved.Zip([0.5 / 16, 0.5 / 16, 0.5 / 4, 0.5 / 4, 0.5, 0.5]))
            ((double)by).ShouldBe(expected, 1e-6);
    }

    [Fact]
    public void LayerLearningRateDecay_ChangesNoBitOfTheLastLayer()
    {
        var settings = Plain with { Kind = OptimizerKind.Adam };
        Trajectory((rule, parameters) => new FusedOptimizer(settings with { LayerLearningRateDecay = 0.3 }, rule, parameters), settings)
            .ShouldBe(Trajectory((rule, parameters) => new FusedOptimizer(settings, rule, parameters), settings));
    }

    /// <summary>The settings that a case names: its kind first, then what else is on.</summary>
    internal static OptimizerSettings Settings(string name)
    {
        var words = name.Split(' ');
        var settings = Plain with { Kind = Enum.Parse<OptimizerKind>(words[0], ignoreCase: true) };
        foreach (var word in words[1..])
        {
            settings = word switch
            {
                "momentum" => settings with { Momentum = 0.9 },
                "nesterov" => settings with { Momentum = 0.9, Nesterov = true },
                "decay" => settings with { WeightDecay = 0.1 },
                "l1" => settings with { L1 = 0.01 },
                _ => settings with { GradientClipNorm = 0.5 },
            };
        }
        return settings;
    }

    /// <summary>Odd sizes, so that the last elements do not fill a vector.</summary>
    private static Linear NewModel()
    {
        var model = nn.Linear(13, 7);
        SetAll(model, [(0, 0.01f), (1, -0.02f)]);
        return model;
    }

    private static void SetAll(Linear model, (int Index, float Slope)[] slopes)
    {
        using var off = no_grad();
        foreach (var (index, slope) in slopes)
        {
            var parameter = model.parameters().ElementAt(index);
            var values = Enumerable.Range(0, (int)parameter.NumberOfElements).Select(i => slope * (slope == 1 ? 1 : (i % 11) - 5)).ToArray();
            parameter.copy_(tensor(values).reshape(parameter.shape));
        }
    }

    private static Tensor Loss(Linear model, int step)
    {
        var input = tensor(Enumerable.Range(0, 5 * 13).Select(i => MathF.Sin((i * 0.7f) + step)).ToArray()).reshape(5, 13).to(model.weight!.device);
        return model.call(input).pow((Scalar)2).mean() + model.call(input).sum() * 0.1;
    }

    private static float[][] Trajectory(
        Func<UpdateRule, IEnumerable<(string, Parameter)>, Optimizer> make, OptimizerSettings settings, Device? device = null)
    {
        using var scope = NewDisposeScope();
        var model = NewModel();
        model.to(device ?? CPU);
        using var optimizer = make(UpdateRule.For(settings), model.named_parameters());
        var values = new List<float[]>();
        for (var step = 0; step < 12; step++)
        {
            Loss(model, step).backward();
            optimizer.Step(settings.LearningRate, step);
            values.AddRange(model.parameters().Select(parameter => parameter.cpu().data<float>().ToArray()));
        }
        return [.. values];
    }

    private static void ShouldAgree(float[][] actual, float[][] expected)
    {
        actual.Length.ShouldBe(expected.Length);
        for (var i = 0; i < actual.Length; i++)
        {
            for (var j = 0; j < actual[i].Length; j++)
                ((double)actual[i][j]).ShouldBe(expected[i][j], 2e-5, $"value {j} of snapshot {i}");
        }
    }
}
