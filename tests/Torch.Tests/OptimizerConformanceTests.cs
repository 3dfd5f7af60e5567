using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>Every optimizer over several steps with given gradients, against PyTorch.</summary>
public class OptimizerConformanceTests
{
    private static readonly Dictionary<string, OptimizerCase> Cases = Expectations.Read<OptimizerCase>("optimizers");

    private static readonly Dictionary<string, Func<Parameter[], OptimizerHelper>> Optimizers = new()
    {
        ["SGD"] = p => optim.SGD(p, 0.1),
        ["SGD_weight_decay"] = p => optim.SGD(p, 0.1, weight_decay: 0.05),
        ["SGD_momentum"] = p => optim.SGD(p, 0.1, momentum: 0.9),
        ["SGD_momentum_dampening"] = p => optim.SGD(p, 0.1, momentum: 0.9, dampening: 0.3, weight_decay: 0.01),
        ["SGD_nesterov"] = p => optim.SGD(p, 0.1, momentum: 0.8, weight_decay: 0.01, nesterov: true),
        ["SGD_maximize"] = p => optim.SGD(p, 0.1, momentum: 0.5, maximize: true),
        ["Adam"] = p => optim.Adam(p, 0.05),
        ["Adam_weight_decay"] = p => optim.Adam(p, 0.05, 0.8, 0.95, 1e-6, 0.1),
        ["Adam_amsgrad"] = p => optim.Adam(p, 0.05, 0.5, 0.6, amsgrad: true),
        ["Adam_maximize"] = p => optim.Adam(p, 0.05, maximize: true),
        ["AdamW"] = p => optim.AdamW(p, 0.05, weight_decay: 0.1),
        ["AdamW_amsgrad"] = p => optim.AdamW(p, 0.05, 0.5, 0.6, weight_decay: 0.02, amsgrad: true),
        ["RMSProp"] = p => optim.RMSProp(p, 0.02),
        ["RMSProp_momentum"] = p => optim.RMSProp(p, 0.02, alpha: 0.9, weight_decay: 0.05, momentum: 0.7),
        ["RMSProp_centered"] = p => optim.RMSProp(p, 0.02, alpha: 0.8, centered: true),
    };

    public static TheoryData<string> Names => Expectations.Names<OptimizerCase>("optimizers");

    [Theory]
    [MemberData(nameof(Names))]
    public void Optimizer_Trajectory_IsPyTorchs(string name)
    {
        var expected = Cases[name];
        var parameters = expected.Initial.Select(initial => new Parameter(initial.ToTensor())).ToArray();
        using var optimizer = Optimizers[name](parameters);
        for (var step = 0; step < expected.Trajectory.Length; step++)
            StepAndCompare(expected, step, parameters, optimizer);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Optimizer_StateLoadedHalfWay_ContinuesTheTrajectory(string name)
    {
        var expected = Cases[name];
        var half = expected.Trajectory.Length / 2;
        var first = expected.Initial.Select(initial => new Parameter(initial.ToTensor())).ToArray();
        using var before = Optimizers[name](first);
        for (var step = 0; step < half; step++)
            StepAndCompare(expected, step, first, before);
        var second = first.Select(parameter => new Parameter(parameter.detach().clone())).ToArray();
        using var after = Optimizers[name](second);

        after.load_state_dict(before.state_dict());

        for (var step = half; step < expected.Trajectory.Length; step++)
            StepAndCompare(expected, step, second, after);
    }

    [Fact]
    public void Optimizers_AllHaveAnExpectation() => Optimizers.Keys.ShouldBe(Cases.Keys, ignoreOrder: true);

    [Fact]
    public void Optimizer_ParameterGroups_KeepTheirOwnLearningRate()
    {
        using var slow = new Parameter(ones(2, device: TestDevice.Current));
        using var fast = new Parameter(ones(2, device: TestDevice.Current));
        using var optimizer = optim.SGD([new SGD.ParamGroup([slow], lr: 0.25), new SGD.ParamGroup([fast])], 0.5);
        optimizer.ParamGroups.Last().LearningRate = 0.75;
        slow.grad = ones(2, device: TestDevice.Current);
        fast.grad = ones(2, device: TestDevice.Current);

        optimizer.step();

        slow[0].item<float>().ShouldBe(0.75f);
        fast[0].item<float>().ShouldBe(0.25f);
    }

    [Fact]
    public void Optimizer_ParameterWithoutGradient_StaysAsItIs()
    {
        using var parameter = new Parameter(ones(2, device: TestDevice.Current));
        using var optimizer = optim.Adam([parameter], 0.5);

        optimizer.step();

        parameter[0].item<float>().ShouldBe(1);
    }

    [Fact]
    public void Optimizer_ZeroGrad_LeavesZeros()
    {
        using var parameter = new Parameter(ones(2, device: TestDevice.Current));
        using var optimizer = optim.Adam([parameter], 0.5);
        parameter.grad = ones(2, device: TestDevice.Current);

        optimizer.zero_grad();

        parameter.grad!.sum().item<float>().ShouldBe(0);
    }

    [Fact]
    public void Optimizer_Closure_RunsWithGradientsAndGivesTheLoss()
    {
        using var parameter = new Parameter(full(1, 3.0, device: TestDevice.Current));
        using var optimizer = optim.SGD([parameter], 0.1);

        using var loss = optimizer.step(() =>
        {
            var value = parameter.square().sum();
            value.backward();
            return value;
        });

        loss!.item<float>().ShouldBe(9);
        parameter[0].item<float>().ShouldBe(2.4f, 1e-6);
    }

    private static void StepAndCompare(OptimizerCase expected, int step, Parameter[] parameters, OptimizerHelper optimizer)
    {
        for (var i = 0; i < parameters.Length; i++)
        {
            using var grad = expected.Grads[step][i].ToTensor();
            parameters[i].grad = grad;
        }
        optimizer.step();
        for (var i = 0; i < parameters.Length; i++)
            expected.Trajectory[step][i].ShouldBeCloseTo(parameters[i], $"{expected.Name}, parameter {i} after step {step + 1}");
    }
}
