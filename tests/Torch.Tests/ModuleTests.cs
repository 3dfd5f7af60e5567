using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests;

/// <summary>Registration, names, state, modes and moves of modules.</summary>
public class ModuleTests
{
    private static readonly string[] NestedNames = ["first.weight", "first.bias", "blocks.0.weight", "blocks.0.bias", "blocks.1.weight", "blocks.1.bias"];

    [Fact]
    public void Module_RegisteredComponents_HavePyTorchsNames()
    {
        using var net = new Nested();

        net.named_parameters().Select(named => named.name).ShouldBe(["scale", .. NestedNames]);
        net.named_buffers().Select(named => named.name).ShouldBe(["offset"]);
        net.state_dict().Keys.ShouldBe(["scale", .. NestedNames, "offset"]);
        net.named_children().Select(named => named.name).ShouldBe(["first", "blocks"]);
        net.named_modules().Select(named => named.name).ShouldBe(["first", "blocks", "blocks.0", "blocks.1"]);
    }

    [Fact]
    public void Sequential_Names_ArePositionsOrGiven()
    {
        using var numbered = Sequential(Linear(2, 3), ReLU(), Linear(3, 1));
        using var named = Sequential(("in", Linear(2, 3)), ("out", Linear(3, 1)));

        numbered.named_parameters().Select(p => p.name).ShouldBe(["0.weight", "0.bias", "2.weight", "2.bias"]);
        named.named_parameters().Select(p => p.name).ShouldBe(["in.weight", "in.bias", "out.weight", "out.bias"]);
    }

    [Fact]
    public void Sequential_Empty_ReturnsItsInput()
    {
        using var scope = NewDisposeScope();
        using var empty = Sequential();
        using var input = ones(2);

        empty.call(input).Equals(input).ShouldBeTrue();
    }

    [Fact]
    public void Module_TrainAndEval_ReachEveryModule()
    {
        using var net = Sequential(("a", Sequential(Dropout(), Linear(1, 1))), ("b", Dropout()));
        net.training.ShouldBeTrue();

        net.eval();
        net.modules().ShouldAllBe(module => !module.training);

        net.train();
        net.modules().ShouldAllBe(module => module.training);
    }

    [Fact]
    public void Module_ZeroGrad_RemovesOrZeroesGradients()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        layer.call(ones(3, 2)).sum().backward();

        layer.zero_grad(set_to_none: false);
        layer.weight.grad!.abs().sum().item<float>().ShouldBe(0);

        layer.zero_grad();
        layer.weight.grad.ShouldBeNull();
    }

    [Fact]
    public void LoadStateDict_SameNames_CopiesTheValues()
    {
        using var scope = NewDisposeScope();
        using var from = Sequential(Linear(2, 3), BatchNorm1d(3));
        using var to = Sequential(Linear(2, 3), BatchNorm1d(3));

        var (missing, unexpected) = to.load_state_dict(from.state_dict());

        missing.ShouldBeEmpty();
        unexpected.ShouldBeEmpty();
        foreach (var (name, tensor) in to.state_dict())
        {
            tensor.Equals(from.state_dict()[name]).ShouldBeTrue(name);
            tensor.Handle.ShouldNotBe(from.state_dict()[name].Handle);
        }
    }

    [Fact]
    public void LoadStateDict_OtherNames_ThrowsOrReportsThem()
    {
        using var scope = NewDisposeScope();
        using var layer = Linear(2, 1);
        var other = new Dictionary<string, Tensor> { ["weight"] = ones(1, 2), ["extra"] = ones(1) };

        Should.Throw<InvalidOperationException>(() => layer.load_state_dict(other));
        var (missing, unexpected) = layer.load_state_dict(other, strict: false);

        missing.ShouldBe(["bias"]);
        unexpected.ShouldBe(["extra"]);
        layer.weight.sum().item<float>().ShouldBe(2);
    }

    [Fact]
    public void Module_ToDouble_ConvertsParametersAndFloatingPointBuffers()
    {
        using var scope = NewDisposeScope();
        using var net = Sequential(Linear(2, 3), BatchNorm1d(3)).to(ScalarType.Float64);

        net.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64 && parameter.requires_grad && parameter.is_leaf);
        var buffers = net.named_buffers().ToDictionary(named => named.name, named => named.buffer.dtype);
        buffers["1.running_mean"].ShouldBe(ScalarType.Float64);
        buffers["1.num_batches_tracked"].ShouldBe(ScalarType.Int64);
        net.call(ones(4, 2, ScalarType.Float64)).dtype.ShouldBe(ScalarType.Float64);
    }

    [Fact]
    public void CustomModule_ToDouble_UpdatesItsFields()
    {
        using var scope = NewDisposeScope();
        using var net = new Nested().to(ScalarType.Float64);

        net.call(ones(1, 2, ScalarType.Float64)).dtype.ShouldBe(ScalarType.Float64);
        net.parameters().ShouldAllBe(parameter => parameter.dtype == ScalarType.Float64);
    }

    [Fact]
    public void Module_ToItsOwnType_KeepsItsParameters()
    {
        using var layer = Linear(2, 1);
        var before = layer.weight;

        layer.to(ScalarType.Float32).to(DeviceType.CPU).weight.ShouldBeSameAs(before);
    }

    [Fact]
    public void Module_Dispose_FreesParametersOfAllModules()
    {
        var net = Sequential(Linear(2, 3), Sequential(Linear(3, 1)));
        var parameters = net.parameters().ToList();

        net.Dispose();

        parameters.ShouldAllBe(parameter => parameter.IsInvalid);
    }

    [Fact]
    public void Module_Hooks_RunUntilRemoved()
    {
        using var scope = NewDisposeScope();
        using var layer = Identity();
        var doubled = layer.register_forward_pre_hook((_, input) => input * 2);
        var added = layer.register_forward_hook((_, _, output) => output + 1);

        layer.call(ones(1)).item<float>().ShouldBe(3);
        doubled.remove();
        layer.call(ones(1)).item<float>().ShouldBe(2);
        added.remove();
        layer.call(ones(1)).item<float>().ShouldBe(1);
    }

    [Fact]
    public void Module_GetParameterAndBuffer_FollowTheDots()
    {
        using var net = new Nested();

        net.get_parameter("blocks.1.weight").ShouldNotBeNull();
        net.get_parameter("blocks.7.weight").ShouldBeNull();
        net.has_buffer("offset").ShouldBeTrue();
    }

    [Fact]
    public void Module_SameNameTwice_Throws()
    {
        using var net = new Nested();
        using var another = Linear(1, 1);

        Should.Throw<InvalidOperationException>(() => net.register_module("first", another));
        Should.Throw<ArgumentException>(() => net.register_module("a.b", another));
    }

    [Fact]
    public void Conv2d_WrongChannels_Throws()
    {
        using var scope = NewDisposeScope();
        using var layer = Conv2d(3, 1, 2);

        Should.Throw<ArgumentException>(() => layer.call(ones(1, 2, 4, 4)));
        Should.Throw<ArgumentException>(() => layer.call(ones(3, 4)));
    }

    private sealed class Nested : Module<Tensor, Tensor>
    {
        private readonly Parameter scale = Parameter(ones(1));
        private readonly Module<Tensor, Tensor> first = Linear(2, 2);
        private readonly ModuleList<Module<Tensor, Tensor>> blocks = ModuleList<Module<Tensor, Tensor>>(Linear(2, 2), Linear(2, 2));
        private readonly Tensor offset = zeros(2);

        public Nested()
            : base(nameof(Nested)) => RegisterComponents();

        public override Tensor forward(Tensor input)
        {
            var result = first.call(input) * scale + offset;
            foreach (var block in blocks)
                result = block.call(result);
            return result;
        }
    }
}
