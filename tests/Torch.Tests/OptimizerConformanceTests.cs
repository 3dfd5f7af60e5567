using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Torch.Tests;

/// <summary>
/// TorchSharp's optimizers over several steps with given gradients, against PyTorch. The program trains with its own, whose steps
/// OptimizerGoldenTests of TrainingContainer.Training.Tests compares with PyTorch; these serve a user who compares by TorchSharp.
/// </summary>
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

    [Fact]
    public void Optimizers_AllHaveAnExpectation() => Optimizers.Keys.ShouldBe(Cases.Keys, ignoreOrder: true);

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
