using System.Text.Json.Serialization;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>A network as a list of layers; its parameters carry the names of a PyTorch <c>nn.Sequential</c>: "0.weight".</summary>
/// <param name="InputShape">Shape of one row: [features], or [channels, height, width].</param>
/// <param name="OutputCount">Width of the last layer.</param>
/// <param name="Layers">First to last.</param>
public sealed record ModelArchitecture(IReadOnlyList<long> InputShape, int OutputCount, IReadOnlyList<Layer> Layers) : INetwork
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Name => Layers.Any(layer => layer.Type == "Conv2d") ? "cnn" : "mlp";

    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasDropout => Layers.Any(layer => layer.Type == "Dropout");

    /// <inheritdoc/>
    [JsonIgnore]
    public bool HasBatchNormalization => Layers.Any(layer => layer.Type is "BatchNorm1d" or "BatchNorm2d");

    /// <summary>The network for settings and data.</summary>
    /// <param name="settings">Its shape; an image shape must have as many numbers as a row.</param>
    /// <param name="featureCount">Features of a row.</param>
    /// <param name="outputCount">Classes, or 1.</param>
    public static ModelArchitecture For(ModelSettings settings, int featureCount, int outputCount)
    {
        var layers = new List<Layer>();
        var width = (long)featureCount;
        if (settings.Kind == ModelKind.Cnn)
            width = AddConvolutions(settings, layers);
        foreach (var hidden in settings.HiddenLayers)
        {
            layers.Add(Layer.Linear(width, hidden));
            if (settings.BatchNormalization)
                layers.Add(Layer.BatchNorm1d(hidden));
            layers.Add(Layer.Of(settings.Activation));
            if (settings.Dropout > 0)
                layers.Add(Layer.Dropout(settings.Dropout));
            width = hidden;
        }
        layers.Add(Layer.Linear(width, outputCount));
        return new(settings.Kind == ModelKind.Cnn ? settings.InputShape : [featureCount], outputCount, layers);
    }

    /// <summary>Builds the network on the CPU, in training mode, its weights drawn by <see cref="WeightInitialization"/>.</summary>
    /// <param name="seed">The job's seed.</param>
    public Module<Tensor, Tensor> Build(long seed)
    {
        var model = Sequential(Layers.Select((layer, index) => (index.ToString(System.Globalization.CultureInfo.InvariantCulture), layer.Build())));
        WeightInitialization.Apply(model, seed);
        return model;
    }

    private static long AddConvolutions(ModelSettings settings, List<Layer> layers)
    {
        var (channels, height, width) = (settings.InputShape[0], settings.InputShape[1], settings.InputShape[2]);
        foreach (var outputs in settings.ConvolutionChannels)
        {
            layers.Add(Layer.Conv2d(channels, outputs, settings.KernelSize));
            if (settings.BatchNormalization)
                layers.Add(Layer.BatchNorm2d(outputs));
            layers.Add(Layer.Of(settings.Activation));
            layers.Add(Layer.MaxPool2d());
            (channels, height, width) = (outputs, height / 2, width / 2);
        }
        layers.Add(Layer.Flatten());
        return channels * height * width;
    }
}
