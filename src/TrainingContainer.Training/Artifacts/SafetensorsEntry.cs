using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>One tensor of a safetensors file.</summary>
/// <param name="Name">Its name, once in a file.</param>
/// <param name="Type">Of its elements.</param>
/// <param name="Shape">Sizes, none negative; empty for one number.</param>
/// <param name="Length">Bytes.</param>
public sealed record SafetensorsEntry(string Name, ScalarType Type, IReadOnlyList<long> Shape, long Length)
{
    /// <summary>Where its bytes begin, counted from the end of the header.</summary>
    public long Offset { get; init; }

    /// <summary>The entry for a tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="tensor">On any device.</param>
    internal static SafetensorsEntry Of(string name, Tensor tensor) => new(name, tensor.dtype, tensor.shape, tensor.NumberOfElements * tensor.ElementSize);
}
