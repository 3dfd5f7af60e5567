namespace TrainingContainer.LocalSageMaker;

/// <summary>What is fitted of a Gaussian process, as logarithms: the length scales, then the variance σ², then that of the noise.</summary>
/// <remarks>
/// The priors are normal in the logarithm. That of a length scale grows with the root of the number of coordinates, as the distance of points
/// in a cube does: Hvarfner, Hellsten, Nardi, "Vanilla Bayesian optimization performs great in high dimensions", ICML 2024.
/// </remarks>
internal static class KernelParameters
{
    private static readonly (double Mean, double Deviation) LogVariance = (0, 1);
    private static readonly (double Mean, double Deviation) LogNoise = (Math.Log(1e-4), 3);
    private static readonly double MedianLengthScale = 0.5;

    /// <summary>The mean and the standard deviation of the prior of each logarithm.</summary>
    /// <param name="dimensions">How many coordinates there are.</param>
    public static (double Mean, double Deviation)[] Priors(int dimensions) =>
    [
        .. Enumerable.Repeat((Math.Log(MedianLengthScale * Math.Sqrt(dimensions)), 1.0), dimensions),
        LogVariance,
        LogNoise,
    ];

    /// <summary>The least and the greatest value of each logarithm.</summary>
    /// <param name="dimensions">How many coordinates there are.</param>
    public static (double Min, double Max)[] Bounds(int dimensions) =>
    [
        .. Enumerable.Repeat((Math.Log(0.01), Math.Log(100)), dimensions),
        (Math.Log(0.01), Math.Log(100)),
        (Math.Log(1e-8), 0),
    ];
}
