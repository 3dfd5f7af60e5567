using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Some rows on the training device.</summary>
/// <param name="Features">float32 [rows, …input shape].</param>
/// <param name="Targets">[rows], int64 classes or float32 numbers.</param>
/// <param name="Rows">How many.</param>
public readonly record struct Batch(Tensor Features, Tensor Targets, int Rows);
