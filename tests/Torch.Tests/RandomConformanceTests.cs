using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests;

/// <summary>What a seed draws on the CPU, and the weights of new layers, against PyTorch.</summary>
public class RandomConformanceTests
{
    private static readonly Dictionary<string, RandomCase> Cases = Expectations.Read<RandomCase>("random");

    private static readonly Dictionary<string, Func<Tensor>> Draws = new()
    {
        ["rand"] = () => rand(5),
        ["rand_of_many"] = () => rand(33),
        ["randn"] = () => randn(7),
        ["randn_of_many"] = () => randn(33),
        ["randperm"] = () => randperm(12),
        ["randint"] = () => randint(3, 9, [10]),
        ["uniform"] = () => empty(9).uniform_(-2, 3),
        ["normal"] = () => empty(9).normal_(2, 3),
        ["kaiming_uniform"] = () => init.kaiming_uniform_(empty(3, 4), Math.Sqrt(5)),
        ["kaiming_uniform_fan_out_relu"] =
            () => init.kaiming_uniform_(empty(3, 4), mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU),
        ["kaiming_normal_relu"] = () => init.kaiming_normal_(empty(3, 4), nonlinearity: init.NonlinearityType.ReLU),
        ["xavier_uniform"] = () => init.xavier_uniform_(empty(3, 4)),
        ["Linear"] = () => Weights(Linear(5, 3)),
        ["Conv2d"] = () => Weights(Conv2d(2, 3, 3)),
        ["BatchNorm1d"] = () => Weights(BatchNorm1d(4)),
    };

    public static TheoryData<string> Names => Expectations.Names<RandomCase>("random");

    [Theory]
    [MemberData(nameof(Names))]
    public void Seed_DrawsWhatPyTorchDraws(string name)
    {
        using var scope = NewDisposeScope();
        manual_seed(5).Dispose();

        Cases[name].Output.ShouldBeCloseTo(Draws[name](), name);
    }

    [Fact]
    public void Draws_AllHaveAnExpectation() => Draws.Keys.ShouldBe(Cases.Keys, ignoreOrder: true);

    private static Tensor Weights(Module layer)
    {
        using (layer)
            return cat([.. layer.parameters().Select(parameter => parameter.detach().flatten())]);
    }
}
