using MathNet.Numerics;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// How much better than the best value a point is expected to be: σ (φ(z) + z Φ(z)) with z = (best - mean) / σ, for losses. Its logarithm
/// still tells far and hopeless points apart where the value itself is 0. Sources: Jones, Schonlau, Welch, "Efficient global optimization of
/// expensive black-box functions", 1998; Ament and others, "Unexpected improvements to expected improvement", NeurIPS 2023.
/// </summary>
internal static class ExpectedImprovement
{
    /// <summary>Below this z the terms cancel, and the series of the Mills ratio takes over.</summary>
    private const double SeriesBelow = -8;

    private static readonly double RootOfTwoPi = Math.Sqrt(2 * Math.PI);

    /// <summary>The natural logarithm of the expected improvement.</summary>
    /// <param name="mean">The mean of the loss at the point.</param>
    /// <param name="deviation">Its standard deviation, at least 0.</param>
    /// <param name="best">The loss to improve on.</param>
    public static double Log(double mean, double deviation, double best)
    {
        if (deviation <= 0)
            return mean < best ? Math.Log(best - mean) : double.NegativeInfinity;
        double z = (best - mean) / deviation;
        double logDensity = (-0.5 * z * z) - Math.Log(RootOfTwoPi);
        if (z >= SeriesBelow)
            return Math.Log(deviation) + Math.Log(Math.Exp(logDensity) + (z * Below(z)));
        double inverse = 1 / (z * z);
        return Math.Log(deviation) + logDensity + Math.Log(inverse * (1 - (inverse * (3 - (inverse * (15 - (105 * inverse)))))));
    }

    /// <summary>Φ: the probability that a standard normal number is below z.</summary>
    /// <param name="z">Any number.</param>
    public static double Below(double z) => 0.5 * SpecialFunctions.Erfc(-z / Constants.Sqrt2);
}
