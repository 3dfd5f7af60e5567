using MathNet.Numerics.Statistics;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// A rising map that makes values look as if drawn from a normal distribution of mean 0 and variance 1, which is what a Gaussian process takes
/// them for; a few very bad objectives would otherwise leave no room for the differences among the good ones. Sources: Yeo and Johnson, "A new
/// family of power transformations", Biometrika 2000; its use for objectives: Cowen-Rivers and others, "HEBO", JAIR 2022.
/// </summary>
internal sealed class YeoJohnson
{
    private const double LambdaMin = -1;
    private const double LambdaMax = 3;
    private const int Halvings = 30;
    private static readonly double GoldenSection = (Math.Sqrt(5) - 1) / 2;

    private readonly double _mean, _deviation, _lambda = 1, _powerMean, _powerDeviation = 1;

    /// <summary>Fits the map to values.</summary>
    /// <param name="values">At least one, finite.</param>
    public YeoJohnson(IReadOnlyCollection<double> values)
    {
        (_mean, _deviation) = Moments(values);
        double[] standard = [.. values.Select(value => (value - _mean) / _deviation)];
        _lambda = MostLikelyLambda(standard);
        (_powerMean, _powerDeviation) = Moments([.. standard.Select(value => Power(value, _lambda))]);
    }

    /// <summary>The mapped value.</summary>
    /// <param name="value">Any value.</param>
    public double Map(double value) => (Power((value - _mean) / _deviation, _lambda) - _powerMean) / _powerDeviation;

    /// <summary>The transformation itself: concave for λ &lt; 1, the value itself for 1, convex above.</summary>
    internal static double Power(double value, double lambda) => value >= 0
        ? lambda == 0 ? Math.Log(1 + value) : (Math.Pow(1 + value, lambda) - 1) / lambda
        : lambda == 2 ? -Math.Log(1 - value) : -(Math.Pow(1 - value, 2 - lambda) - 1) / (2 - lambda);

    private static double MostLikelyLambda(double[] values)
    {
        double low = LambdaMin, high = LambdaMax;
        for (int i = 0; i < Halvings; i++)
        {
            double section = GoldenSection * (high - low);
            if (LogLikelihood(values, high - section) < LogLikelihood(values, low + section))
                low = high - section;
            else
                high -= high - low - section;
        }

        return (low + high) / 2;
    }

    private static double LogLikelihood(double[] values, double lambda)
    {
        var (_, deviation) = Moments([.. values.Select(value => Power(value, lambda))]);
        return (-values.Length * Math.Log(deviation))
            + ((lambda - 1) * values.Sum(value => Math.Sign(value) * Math.Log(1 + Math.Abs(value))));
    }

    /// <summary>Mean and standard deviation, 1 where all values are the same.</summary>
    private static (double Mean, double Deviation) Moments(IReadOnlyCollection<double> values)
    {
        double deviation = values.PopulationStandardDeviation();
        return (values.Mean(), deviation > 0 && double.IsFinite(deviation) ? deviation : 1);
    }
}
