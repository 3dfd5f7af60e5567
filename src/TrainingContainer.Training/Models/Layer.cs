using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TrainingContainer.Training;

/// <summary>
/// One layer of a network, described by PyTorch's class name and constructor arguments, so that
/// <c>getattr(torch.nn, type)(**arguments)</c> in Python builds the same.
/// </summary>
/// <param name="Type">The class in torch.nn, such as "Linear".</param>
/// <param name="Arguments">Its constructor arguments by PyTorch's names.</param>
public sealed record Layer(string Type, IReadOnlyDictionary<string, double> Arguments)
{
    private static readonly Dictionary<string, double> NoArguments = [];

    /// <summary>A fully connected layer.</summary>
    public static Layer Linear(long inputs, long outputs) =>
        new("Linear", new Dictionary<string, double> { ["in_features"] = inputs, ["out_features"] = outputs });

    /// <summary>A 2-D convolution that keeps height and width; odd kernel.</summary>
    public static Layer Conv2d(long inputs, long outputs, long kernelSize) => new("Conv2d", new Dictionary<string, double>
    { ["in_channels"] = inputs, ["out_channels"] = outputs, ["kernel_size"] = kernelSize, ["padding"] = kernelSize / 2 });

    /// <summary>Batch normalization of vectors.</summary>
    public static Layer BatchNorm1d(long features) => new("BatchNorm1d", new Dictionary<string, double> { ["num_features"] = features });

    /// <summary>Batch normalization of images.</summary>
    public static Layer BatchNorm2d(long channels) => new("BatchNorm2d", new Dictionary<string, double> { ["num_features"] = channels });

    /// <summary>The maximum of each 2×2 square; halves height and width, rounded down.</summary>
    public static Layer MaxPool2d() => new("MaxPool2d", new Dictionary<string, double> { ["kernel_size"] = 2 });

    /// <summary>Zeroes activations with probability p while training.</summary>
    public static Layer Dropout(double p) => new("Dropout", new Dictionary<string, double> { ["p"] = p });

    /// <summary>Images to vectors.</summary>
    public static Layer Flatten() => new("Flatten", NoArguments);

    /// <summary>A non-linearity.</summary>
    public static Layer Of(ActivationKind activation) => new(activation switch
    {
        ActivationKind.Relu => "ReLU",
        ActivationKind.LeakyRelu => "LeakyReLU",
        ActivationKind.Elu => "ELU",
        ActivationKind.Gelu => "GELU",
        ActivationKind.Silu => "SiLU",
        ActivationKind.Tanh => "Tanh",
        _ => "Sigmoid",
    }, NoArguments);

    /// <summary>Builds the module, with torch's own initialization.</summary>
    /// <exception cref="ArgumentException">The type is none that <see cref="Layer"/> makes.</exception>
    public Module<Tensor, Tensor> Build() => Type switch
    {
        "Linear" => nn.Linear(Whole("in_features"), Whole("out_features")),
        "Conv2d" => nn.Conv2d(Whole("in_channels"), Whole("out_channels"), Whole("kernel_size"), padding: Whole("padding")),
        "BatchNorm1d" => nn.BatchNorm1d(Whole("num_features")),
        "BatchNorm2d" => nn.BatchNorm2d(Whole("num_features")),
        "MaxPool2d" => nn.MaxPool2d(Whole("kernel_size")),
        "Dropout" => nn.Dropout(Arguments["p"]),
        "Flatten" => nn.Flatten(),
        // in place, since no layer before it needs its own output again: one tensor less to write
        "ReLU" => nn.ReLU(inplace: true),
        "LeakyReLU" => nn.LeakyReLU(),
        "ELU" => nn.ELU(),
        "GELU" => nn.GELU(),
        "SiLU" => nn.SiLU(),
        "Tanh" => nn.Tanh(),
        "Sigmoid" => nn.Sigmoid(),
        _ => throw new ArgumentException($"found layer type \"{Type}\", expected one that this program writes"),
    };

    private long Whole(string argument) => (long)Arguments[argument];
}
