using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

public sealed class ParameterLayersTests
{
    private static readonly ModelSettings Normalized = new(ModelKind.Mlp, [8, 4], ActivationKind.Relu, 0, true, [], [], 3);

    [Theory]
    [InlineData("3.weight", "3")]
    [InlineData("block1.first.bias", "block1.first")]
    [InlineData("scale", "")]
    public void Layer_IsTheModuleThatOwnsTheTensor(string tensor, string layer) => ParameterLayers.Of(tensor).ShouldBe(layer);

    [Fact]
    public void Layers_AreThoseWithParameters()
    {
        using var model = ModelArchitecture.For(Normalized, 5, 3).Build(1);
        ParameterLayers.Names(model).ShouldBe(["0", "1", "3", "4", "6"]);
        ParameterLayers.Head(model).ShouldBe("6");
    }

    [Fact]
    public void Head_IsNoNormalization()
    {
        using var model = nn.Sequential(("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)), ("norm", nn.LayerNorm(2)));
        ParameterLayers.Head(model).ShouldBe("b");
        using var norms = nn.Sequential(("a", nn.LayerNorm(2)), ("b", nn.LayerNorm(2)));
        ParameterLayers.Head(norms).ShouldBe("b");
    }

    [Fact]
    public void LearningRates_FallFromTheLastLayerToTheFirst()
    {
        using var model = ModelArchitecture.For(Normalized, 5, 3).Build(1);
        (string, Tensor)[] parameters = [.. model.named_parameters().Select(named => (named.name, (Tensor)named.parameter))];
        // Linear and its normalization share one: 0 with 1, 3 with 4
        ParameterLayers.LearningRateScales(parameters, 0.5).ShouldBe([0.25, 0.25, 0.25, 0.25, 0.5, 0.5, 0.5, 0.5, 1, 1]);
        ParameterLayers.LearningRateScales(parameters, 1).ShouldAllBe(scale => scale == 1);
        // what is frozen does not count
        ParameterLayers.LearningRateScales(parameters[4..], 0.5).ShouldBe([0.5, 0.5, 0.5, 0.5, 1, 1]);
        ParameterLayers.LearningRateScales([], 0.5).ShouldBeEmpty();
    }

    [Fact]
    public void NormalizationInFront_HasTheFirstLayersRate()
    {
        using var model = nn.Sequential(("norm", nn.LayerNorm(2)), ("a", nn.Linear(2, 2)), ("b", nn.Linear(2, 2)));
        ParameterLayers.LearningRateScales([.. model.named_parameters().Select(named => (named.name, (Tensor)named.parameter))], 0.1).ShouldBe([0.1, 0.1, 0.1, 0.1, 1, 1]);
    }
}
