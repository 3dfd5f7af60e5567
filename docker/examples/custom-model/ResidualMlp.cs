using TrainingContainer.SageMaker;
using TrainingContainer.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Examples;

/// <summary>A multilayer perceptron whose blocks add to what they were given (He et al. 2016, "Identity mappings in deep residual networks").</summary>
public sealed class ResidualMlp : ICustomModel
{
    private static readonly IntegerHyperparameter Blocks = new("blocks", 3, 1, 64)
    { Help = "Residual blocks, one after the other.", Tunable = true, TunableMax = 8 };

    private static readonly IntegerHyperparameter Width = new("block_width", 64, 1, 4_096)
    { Help = "Numbers that go from block to block.", Tunable = true, Scaling = "Logarithmic", TunableMin = 16, TunableMax = 512 };

    /// <inheritdoc/>
    public string Name => "residual-mlp";

    /// <inheritdoc/>
    public IReadOnlyList<Hyperparameter> Hyperparameters => [Blocks, Width];

    /// <inheritdoc/>
    public Module<Tensor, Tensor> Build(ModelRequest request)
    {
        var width = request.Hyperparameters.Get(Width);
        var layers = new List<(string, Module<Tensor, Tensor>)> { ("flatten", Flatten()), ("input", Linear(request.InputShape.Aggregate((a, b) => a * b), width)) };
        for (var block = 0; block < request.Hyperparameters.Get(Blocks); block++)
            layers.Add(($"block{block}", new ResidualBlock(width, request.Settings.Dropout)));
        layers.Add(("output", Linear(width, request.OutputCount)));
        return Sequential(layers);
    }
}
