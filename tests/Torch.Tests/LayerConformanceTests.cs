using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Torch.Tests;

/// <summary>Every layer: names of its state, forward value, gradients and running statistics, against PyTorch.</summary>
public class LayerConformanceTests
{
    private static readonly Dictionary<string, LayerCase> Cases = Expectations.Read<LayerCase>("layers");

    private static readonly Dictionary<string, Func<Module<Tensor, Tensor>>> Layers = new()
    {
        ["Linear"] = () => Linear(3, 2),
        ["Linear_without_bias"] = () => Linear(3, 2, hasBias: false),
        ["Linear_3d"] = () => Linear(3, 2),
        ["Conv2d"] = () => Conv2d(2, 3, 3),
        ["Conv2d_stride_padding"] = () => Conv2d(2, 2, 3, stride: 2, padding: 1),
        ["Conv2d_pairs_dilation"] = () => Conv2d(1, 2, (3, 2), stride: (1, 2), padding: (1, 0), dilation: (2, 1)),
        ["Conv2d_groups"] = () => Conv2d(4, 4, 3, groups: 2, bias: false),
        ["Conv2d_same"] = () => Conv2d(1, 2, 3, Padding.Same),
        ["Conv2d_reflect"] = () => Conv2d(1, 1, 3, padding: 1, padding_mode: PaddingModes.Reflect),
        ["Conv2d_unbatched"] = () => Conv2d(2, 1, 2),
        ["MaxPool2d"] = () => MaxPool2d(2),
        ["MaxPool2d_overlapping"] = () => MaxPool2d((3, 2), stride: (1, 2), padding: (1, 0), ceil_mode: true),
        ["AvgPool2d"] = () => AvgPool2d(2),
        ["AvgPool2d_padding"] = () => AvgPool2d(3, stride: 2, padding: 1, count_include_pad: false),
        ["AdaptiveAvgPool2d"] = () => AdaptiveAvgPool2d((2, 3)),
        ["BatchNorm1d_training"] = () => BatchNorm1d(3),
        ["BatchNorm1d_momentum"] = () => BatchNorm1d(3, eps: 1e-3, momentum: 0.3),
        ["BatchNorm1d_evaluation"] = () => BatchNorm1d(3),
        ["BatchNorm1d_without_statistics"] = () => BatchNorm1d(3, track_running_stats: false),
        ["BatchNorm2d_training"] = () => BatchNorm2d(2),
        ["LayerNorm"] = () => LayerNorm(4),
        ["LayerNorm_2d_eps"] = () => LayerNorm([2, 3], eps: 1e-2),
        ["LayerNorm_plain"] = () => LayerNorm(4, elementwise_affine: false),
        ["Dropout_evaluation"] = () => Dropout(0.4),
        ["Flatten"] = () => Flatten(),
        ["Identity"] = () => Identity(),
        ["ReLU"] = () => ReLU(),
        ["LeakyReLU"] = () => LeakyReLU(0.2),
        ["ELU"] = () => ELU(0.7),
        ["GELU"] = () => GELU(),
        ["GELU_tanh"] = () => GELU(TorchSharp.Modules.GELU.Approximate.tanh),
        ["SiLU"] = () => SiLU(),
        ["Tanh"] = () => Tanh(),
        ["Sigmoid"] = () => Sigmoid(),
        ["Sequential"] = () => Sequential(Linear(3, 4), ReLU(), Linear(4, 2)),
    };

    public static TheoryData<string> Names => Expectations.Names<LayerCase>("layers");

    [Theory]
    [MemberData(nameof(Names))]
    public void Layer_ForwardAndBackward_ArePyTorchs(string name)
    {
        var expected = Cases[name];
        using var scope = NewDisposeScope();
        using var layer = Layers[name]().to(TestDevice.Current);
        layer.train(expected.Training);
        layer.load_state_dict(expected.State.ToDictionary(named => named.Key, named => named.Value.ToTensor()));
        var input = expected.Input.ToTensor(requiresGrad: true);

        var output = layer.call(input);
        Gradients.Backward(output);

        expected.Output.ShouldBeCloseTo(output, name);
        expected.InputGrad.ShouldBeCloseTo(input.grad!, $"gradient of the input of {name}");
        var parameters = layer.named_parameters().ToDictionary(named => named.name, named => named.parameter);
        parameters.Keys.ShouldBe(expected.Grads.Keys);
        foreach (var (key, grad) in expected.Grads)
            grad.ShouldBeCloseTo(parameters[key].grad!, $"gradient of {name}.{key}");
        var buffers = layer.named_buffers().ToDictionary(named => named.name, named => named.buffer);
        buffers.Keys.ShouldBe(expected.StateAfter.Keys);
        foreach (var (key, buffer) in expected.StateAfter)
            buffer.ShouldBeCloseTo(buffers[key], $"{name}.{key} after the step");
    }

    [Fact]
    public void Layers_AllHaveAnExpectation() => Layers.Keys.ShouldBe(Cases.Keys, ignoreOrder: true);
}
