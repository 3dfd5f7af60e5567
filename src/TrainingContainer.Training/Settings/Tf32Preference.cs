namespace TrainingContainer.Training;

/// <summary>Where a GPU may compute products of float32 numbers in TensorFloat-32, which keeps 10 of the 23 bits of a factor's mantissa.</summary>
public enum Tf32Preference
{
    /// <summary>In convolutions, not in matrix products: PyTorch's default.</summary>
    Auto,

    /// <summary>In both.</summary>
    True,

    /// <summary>In neither.</summary>
    False,
}
