using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class ModelArchitectureTests
{
    private static readonly ModelSettings Mlp = new(ModelKind.Mlp, [8, 4], ActivationKind.Relu, 0, false, [], [], 3);
    private static readonly ModelSettings Cnn = Mlp with { Kind = ModelKind.Cnn, InputShape = [1, 8, 6], ConvolutionChannels = [3, 5], HiddenLayers = [7] };

    [Fact]
    public void Mlp_HasPyTorchsParameterNamesAndShapes()
    {
        using var model = ModelArchitecture.For(Mlp, 10, 3).Build(1);
        model.named_parameters().Select(named => $"{named.name} {string.Join('x', named.parameter.shape)}").ShouldBe(
            ["0.weight 8x10", "0.bias 8", "2.weight 4x8", "2.bias 4", "4.weight 3x4", "4.bias 3"]);
    }

    [Fact]
    public void Mlp_WithoutHiddenLayers_IsLinear() =>
        ModelArchitecture.For(Mlp with { HiddenLayers = [] }, 10, 3).Layers.ShouldHaveSingleItem().Type.ShouldBe("Linear");

    [Fact]
    public void Mlp_NormalizesBeforeAndDropsAfterTheActivation() =>
        ModelArchitecture.For(Mlp with { BatchNormalization = true, Dropout = 0.5, HiddenLayers = [8] }, 10, 3).Layers.Select(layer => layer.Type)
            .ShouldBe(["Linear", "BatchNorm1d", "ReLU", "Dropout", "Linear"]);

    [Fact]
    public void Cnn_HalvesTheImageInEachBlock()
    {
        using var scope = NewDisposeScope();
        var architecture = ModelArchitecture.For(Cnn, 48, 2);
        architecture.Layers.Select(layer => layer.Type).ShouldBe(
            ["Conv2d", "ReLU", "MaxPool2d", "Conv2d", "ReLU", "MaxPool2d", "Flatten", "Linear", "ReLU", "Linear"]);
        architecture.Layers[7].Arguments["in_features"].ShouldBe(5 * 2 * 1);
        architecture.Build(1).call(zeros(2, 1, 8, 6)).shape.ShouldBe([2, 2]);
    }

    [Theory]
    [InlineData(ActivationKind.Relu)]
    [InlineData(ActivationKind.LeakyRelu)]
    [InlineData(ActivationKind.Elu)]
    [InlineData(ActivationKind.Gelu)]
    [InlineData(ActivationKind.Silu)]
    [InlineData(ActivationKind.Tanh)]
    [InlineData(ActivationKind.Sigmoid)]
    public void Activations_TrainBothWays(ActivationKind activation)
    {
        using var scope = NewDisposeScope();
        var model = ModelArchitecture.For(Mlp with { Activation = activation }, 10, 3).Build(1);
        model.call(ones(2, 10)).sum().backward();
        model.parameters().ShouldAllBe(parameter => parameter.grad!.isfinite().all().item<bool>());
    }

    [Fact]
    public void Weights_DependOnTheSeedAlone()
    {
        float[] Weights(long seed)
        {
            using var model = ModelArchitecture.For(Mlp, 10, 3).Build(seed);
            return [.. model.parameters().SelectMany(parameter => parameter.data<float>().ToArray())];
        }

        manual_seed(1);
        var first = Weights(5);
        manual_seed(2);
        Weights(5).ShouldBe(first);
        Weights(6).ShouldNotBe(first);
    }

    [Fact]
    public void Weights_FillTheirRangeEvenly()
    {
        using var model = ModelArchitecture.For(Mlp with { HiddenLayers = [400] }, 100, 3).Build(1);
        var weights = model.parameters().First().data<float>().ToArray();
        weights.Max().ShouldBeInRange(0.0995f, 0.1f);
        weights.Min().ShouldBeInRange(-0.1f, -0.0995f);
        ((double)weights.Average()).ShouldBe(0, 0.002);
        ((double)weights.Average(w => w * w)).ShouldBe(0.01 / 3, 0.0001);
    }

    [Fact]
    public void BatchNormalization_StartsAtOneAndZero()
    {
        using var model = ModelArchitecture.For(Mlp with { BatchNormalization = true, HiddenLayers = [8] }, 10, 3).Build(1);
        var parameters = model.named_parameters().ToDictionary(named => named.name, named => named.parameter.data<float>().ToArray());
        parameters["1.weight"].ShouldAllBe(value => value == 1);
        parameters["1.bias"].ShouldAllBe(value => value == 0);
    }
}
