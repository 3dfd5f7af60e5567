using System.Runtime.InteropServices;
using TrainingContainer.Data;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// PyTorch's default for linear and convolution layers (Kaiming uniform with a = √5): weights and biases uniform in
/// ±1/√fan_in. The draws are keyed by the job's seed and the parameter's place, so that every Torch runtime and
/// version starts from the same weights.
/// </summary>
internal static class WeightInitialization
{
    /// <summary>Overwrites weights and biases of linear and convolution layers; normalization layers keep 1 and 0.</summary>
    public static void Apply(nn.Module model, long seed)
    {
        long place = 0;
        var bound = 0f;
        var layerOfBound = "";
        foreach (var (name, parameter) in model.named_parameters())
        {
            var shape = parameter.shape;
            var layer = name[..name.LastIndexOf('.')];
            if (shape.Length >= 2)
            {
                var fanIn = parameter.NumberOfElements / shape[0];
                (bound, layerOfBound) = ((float)(1 / Math.Sqrt(fanIn)), layer);
            }
            if (layer == layerOfBound)
                Fill(MemoryMarshal.Cast<byte, float>(parameter.bytes), bound, RandomKey.For(seed, DrawPurpose.Initialization, place));
            place++;
        }
    }

    private static void Fill(Span<float> values, float bound, RandomKey key)
    {
        var random = new KeyedRandom(key);
        for (var i = 0; i < values.Length; i++)
            values[i] = ((2 * random.NextSingle()) - 1) * bound;
    }
}
