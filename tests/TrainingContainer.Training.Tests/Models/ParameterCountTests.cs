using TorchSharp;

namespace TrainingContainer.Training.Tests;

public sealed class ParameterCountTests
{
    [Theory]
    [InlineData(ModelKind.Mlp, false)]
    [InlineData(ModelKind.Mlp, true)]
    [InlineData(ModelKind.Cnn, true)]
    public void Of_IsWhatTheBuiltNetworkHas(ModelKind kind, bool batchNormalization)
    {
        var settings = new ModelSettings(kind, [32, 16], ActivationKind.Relu, 0.1, batchNormalization, [1, 8, 8], [4, 8], 3);
        var architecture = ModelArchitecture.For(settings, 64, 10);
        using var scope = torch.NewDisposeScope();
        using var model = architecture.Build(1);
        ParameterCount.Of(architecture).ShouldBe(model.named_parameters().Sum(named => named.parameter.NumberOfElements));
    }
}
