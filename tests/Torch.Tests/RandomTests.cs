using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests;

/// <summary>What can be said of random numbers whatever the generator: repeatability, ranges, moments.</summary>
public class RandomTests
{
    [Fact]
    public void Seed_SameSeed_DrawsTheSame()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var first = rand(20, device: TestDevice.Current);
        manual_seed(5);

        rand(20, device: TestDevice.Current).Equals(first).ShouldBeTrue();
        rand(20, device: TestDevice.Current).Equals(first).ShouldBeFalse();
    }

    [Fact]
    public void Generator_OfItsOwn_LeavesTheDefaultOneAlone()
    {
        using var scope = NewDisposeScope();
        manual_seed(5);
        var expected = rand(4);
        manual_seed(5);
        using var generator = new Generator(7);
        var mine = rand(4, generator: generator);
        generator.manual_seed(7);

        rand(4, generator: generator).Equals(mine).ShouldBeTrue();
        generator.initial_seed().ShouldBe(7);
        rand(4).Equals(expected).ShouldBeTrue();
    }

    [Fact]
    public void GeneratorState_Restored_DrawsTheSameAgain()
    {
        using var scope = NewDisposeScope();
        manual_seed(9);
        var state = get_rng_state();
        var first = randn(8);
        set_rng_state(state);

        randn(8).Equals(first).ShouldBeTrue();
    }

    [Fact]
    public void Uniform_StaysInItsRange()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var drawn = empty(10_000, device: TestDevice.Current).uniform_(-2, 3);

        drawn.min().item<float>().ShouldBeInRange(-2f, -1.9f);
        drawn.max().item<float>().ShouldBeInRange(2.9f, 3f);
        drawn.mean().item<float>().ShouldBe(0.5f, 0.1);
    }

    [Fact]
    public void Normal_HasItsMoments()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var drawn = empty(10_000, device: TestDevice.Current).normal_(2, 3);

        drawn.mean().item<float>().ShouldBe(2, 0.2);
        drawn.std().item<float>().ShouldBe(3, 0.2);
    }

    [Fact]
    public void Bernoulli_HasItsProbability()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);

        empty(10_000, device: TestDevice.Current).bernoulli_(0.3).mean().item<float>().ShouldBe(0.3f, 0.03);
        bernoulli(full(10_000, 0.7, device: TestDevice.Current)).mean().item<float>().ShouldBe(0.7f, 0.03);
    }

    [Fact]
    public void Randperm_HoldsEachNumberOnce()
    {
        using var scope = NewDisposeScope();

        randperm(50).data<long>().ToArray().Order().ShouldBe(Enumerable.Range(0, 50).Select(i => (long)i));
        randint(3, 6, [100]).data<long>().ToArray().ShouldAllBe(value => value >= 3 && value < 6);
    }

    [Fact]
    public void Dropout_Training_ZeroesAndScales()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        using var dropout = Dropout(0.25);
        var output = dropout.call(ones(10_000, device: TestDevice.Current));

        var (zeroes, scaled) = ((output == 0).sum().item<long>(), (output > 1.3).sum().item<long>());
        zeroes.ShouldBeInRange(2_300, 2_700);
        (zeroes + scaled).ShouldBe(10_000);
    }

    [Fact]
    public void Kaiming_BoundAndDeviation_FollowTheFan()
    {
        using var scope = NewDisposeScope();
        manual_seed(1);
        var weight = empty(50, 200);

        init.kaiming_uniform_(weight, Math.Sqrt(5)).abs().max().item<float>().ShouldBe((float)(1 / Math.Sqrt(200)), 1e-3);
        init.kaiming_uniform_(weight, mode: init.FanInOut.FanOut, nonlinearity: init.NonlinearityType.ReLU).abs().max().item<float>().ShouldBe((float)Math.Sqrt(6.0 / 50), 1e-3);
        init.kaiming_normal_(weight, nonlinearity: init.NonlinearityType.ReLU).std().item<float>().ShouldBe((float)Math.Sqrt(2.0 / 200), 5e-3);
        init.xavier_uniform_(weight).abs().max().item<float>().ShouldBe((float)Math.Sqrt(6.0 / 250), 1e-3);
        init.CalculateFanInAndFanOut(empty(8, 4, 3, 2)).ShouldBe((24, 48));
        Should.Throw<ArgumentException>(() => init.CalculateFanInAndFanOut(empty(8)));
    }

    [Fact]
    public void Init_ConstantsOnParameters_AreNotRecorded()
    {
        using var parameter = Parameter(empty(3));

        init.constant_(parameter, 2);
        parameter.is_leaf.ShouldBeTrue();
        parameter.detach().sum().item<float>().ShouldBe(6);
        init.zeros_(parameter).detach().sum().item<float>().ShouldBe(0);
        init.ones_(parameter).detach().sum().item<float>().ShouldBe(3);
    }

    [Fact]
    public void Layer_NewWeights_LieWithinOneOverTheRootOfTheFan()
    {
        using var layer = Linear(100, 50);
        using var conv = Conv2d(4, 8, 5);

        layer.weight.detach().abs().max().item<float>().ShouldBeInRange(0.09f, 0.1f);
        layer.bias!.detach().abs().max().item<float>().ShouldBeInRange(0.05f, 0.1f);
        conv.weight.detach().abs().max().item<float>().ShouldBeInRange(0.09f, 0.1f);
    }
}
