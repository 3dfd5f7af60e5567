using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Looks for weights that are no numbers any more.</summary>
internal static class FiniteWeights
{
    /// <summary>The name of the first tensor that holds NaN or infinity; null when none does.</summary>
    /// <param name="tensors">On any device; those of integers are passed over.</param>
    public static string? FirstOther(IEnumerable<(string Name, Tensor Tensor)> tensors)
    {
        using var off = no_grad();
        foreach (var (name, tensor) in tensors)
        {
            using var scope = NewDisposeScope();
            // one pass without another tensor: a sum is no number when one of its terms is none, and seldom otherwise
            if (tensor.is_floating_point() && !double.IsFinite(tensor.sum().to(ScalarType.Float64).item<double>()) && !tensor.isfinite().all().item<bool>())
                return name;
        }
        return null;
    }
}
