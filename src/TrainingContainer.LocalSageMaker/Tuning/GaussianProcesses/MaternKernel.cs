namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// The Matérn covariance with ν = 5/2 and a length scale for each coordinate (automatic relevance determination):
/// σ² (1 + √5 r + 5/3 r²) exp(-√5 r), where r² sums the squared differences over the squared length scales. Of a nominal coordinate the
/// difference is 0 or 1. Sources: Rasmussen and Williams, "Gaussian Processes for Machine Learning", 2006, equation 4.17; Snoek, Larochelle,
/// Adams, "Practical Bayesian Optimization of Machine Learning Algorithms", NIPS 2012.
/// </summary>
/// <param name="nominal">Of each coordinate, whether only "same or not" counts.</param>
/// <param name="lengthScales">Of each coordinate, above 0.</param>
/// <param name="variance">σ², above 0.</param>
internal sealed class MaternKernel(bool[] nominal, double[] lengthScales, double variance)
{
    private readonly double[] _inverseSquares = [.. lengthScales.Select(scale => 1 / (scale * scale))];

    /// <summary>σ²: the covariance of a point with itself.</summary>
    public double Variance => variance;

    /// <summary>The covariance of the values at two points.</summary>
    /// <param name="x">A point.</param>
    /// <param name="y">A point.</param>
    public double Covariance(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double square = 0;
        for (int i = 0; i < _inverseSquares.Length; i++)
        {
            square += SquaredDifference(x[i], y[i], nominal[i]) * _inverseSquares[i];
        }

        double scaled = Math.Sqrt(5 * square);
        return variance * (1 + scaled + (scaled * scaled / 3)) * Math.Exp(-scaled);
    }

    /// <summary>The squared difference of two coordinates.</summary>
    /// <param name="x">A coordinate.</param>
    /// <param name="y">A coordinate.</param>
    /// <param name="nominal">Whether it is 1 for all that differ.</param>
    public static double SquaredDifference(double x, double y, bool nominal)
    {
        double difference = x - y;
        return nominal ? (difference == 0 ? 0 : 1) : difference * difference;
    }
}
