using TrainingContainer.Training;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Benchmarks;

/// <summary>The networks that are measured, the same as in tests/Benchmarks/pytorch/common.py.</summary>
/// <param name="BatchSize">Rows per step.</param>
/// <param name="InputShape">Shape of one row.</param>
/// <param name="ClassCount">Width of the output.</param>
/// <param name="Build">Makes the network in PyTorch's default initialization.</param>
internal sealed record Network(int BatchSize, long[] InputShape, int ClassCount, Func<Module<Tensor, Tensor>> Build)
{
    private static readonly Dictionary<string, Network> Known = new()
    {
        ["mlp-64-128-10"] = new(128, [64], 10, () => Perceptron(64, 128, 10)),
        ["mlp-54-256-128-7"] = new(512, [54], 7, () => Perceptron(54, 256, 128, 7)),
        ["mlp-784-256-128-10"] = new(128, [784], 10, () => Perceptron(784, 256, 128, 10)),
        ["cnn-28x28"] = new(128, [1, 28, 28], 10, Convolutional),
    };

    public static IEnumerable<string> Names => Known.Keys;

    public static Network Named(string name) =>
        Known.TryGetValue(name, out var network)
            ? network
            : throw new ArgumentException($"Found model \"{name}\", expected one of {string.Join(", ", Names)}.");

    private static Module<Tensor, Tensor> Perceptron(params long[] widths)
    {
        var layers = new List<Layer>();
        for (var i = 0; i + 1 < widths.Length; i++)
        {
            if (i > 0)
            {
                layers.Add(Layer.Of(ActivationKind.Relu));
            }

            layers.Add(Layer.Linear(widths[i], widths[i + 1]));
        }

        return Built(layers);
    }

    private static Module<Tensor, Tensor> Convolutional() => Built([
        Layer.Conv2d(1, 32, 3), Layer.Of(ActivationKind.Relu), Layer.MaxPool2d(),
        Layer.Conv2d(32, 64, 3), Layer.Of(ActivationKind.Relu), Layer.MaxPool2d(),
        Layer.Flatten(), Layer.Linear(3136, 128), Layer.Of(ActivationKind.Relu), Layer.Linear(128, 10)]);

    /// <summary>As a job builds it.</summary>
    private static Module<Tensor, Tensor> Built(IEnumerable<Layer> layers) => Sequential(layers.Select(layer => layer.Build()));
}
