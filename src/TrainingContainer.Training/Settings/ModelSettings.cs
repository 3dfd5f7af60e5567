namespace TrainingContainer.Training;

/// <summary>The shape of the network.</summary>
/// <param name="Kind">Which network.</param>
/// <param name="HiddenLayers">Widths of the fully connected hidden layers, first to last; may be empty.</param>
/// <param name="Activation">The non-linearity after each hidden layer and convolution.</param>
/// <param name="Dropout">Probability of zeroing an activation after each hidden layer while training, in [0, 1).</param>
/// <param name="BatchNormalization">Normalize before each activation.</param>
/// <param name="InputShape">Channels, height, width of a row that is an image; empty for the MLP.</param>
/// <param name="ConvolutionChannels">Output channels of each convolution block.</param>
/// <param name="KernelSize">Side of the square convolution kernels, odd.</param>
public sealed record ModelSettings(
    ModelKind Kind,
    IReadOnlyList<long> HiddenLayers,
    ActivationKind Activation,
    double Dropout,
    bool BatchNormalization,
    IReadOnlyList<long> InputShape,
    IReadOnlyList<long> ConvolutionChannels,
    long KernelSize);
