using MathNet.Numerics.LinearAlgebra;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// How probable the parameters of the kernel are, given observed values: the logarithm of the marginal likelihood (Rasmussen and Williams,
/// 2006, equations 5.8 and 5.9) and of the prior.
/// </summary>
internal sealed class LogPosterior
{
    private readonly bool[] _nominal;
    private readonly Vector<double> _values;
    private readonly (double Mean, double Deviation)[] _priors;
    private readonly double[] _squares;
    private readonly int _count;

    /// <summary>The posterior of the kernel's parameters.</summary>
    /// <param name="nominal">Of each coordinate, whether only "same or not" counts.</param>
    /// <param name="points">Where values were observed.</param>
    /// <param name="values">The values, of mean 0 and variance 1.</param>
    public LogPosterior(bool[] nominal, double[][] points, double[] values)
    {
        _nominal = nominal;
        _values = Vector<double>.Build.DenseOfArray(values);
        _priors = KernelParameters.Priors(nominal.Length);
        _count = points.Length;
        _squares = new double[_count * (_count - 1) / 2 * nominal.Length];
        int at = 0;
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                for (int d = 0; d < nominal.Length; d++)
                {
                    _squares[at++] = MaternKernel.SquaredDifference(points[i][d], points[j][d], nominal[d]);
                }
            }
        }
    }

    /// <summary>The value, but for a constant, and its gradient.</summary>
    /// <param name="parameters">In the order of <see cref="KernelParameters"/>.</param>
    /// <param name="gradient">Receives the derivative by each parameter.</param>
    public double Evaluate(ReadOnlySpan<double> parameters, Span<double> gradient)
    {
        int dimensions = _nominal.Length;
        double variance = Math.Exp(parameters[dimensions]);
        double noise = Math.Exp(parameters[dimensions + 1]);
        var weights = new double[dimensions];
        for (int d = 0; d < dimensions; d++)
        {
            weights[d] = Math.Exp(-2 * parameters[d]);
        }

        // Of each pair, what the derivatives by its length scales have in common: 5/3 σ² (1 + √5 r) exp(-√5 r).
        var slopes = new double[_count * (_count - 1) / 2];
        var covariance = Matrix<double>.Build.Dense(_count, _count);
        int pair = 0;
        for (int i = 0; i < _count; i++)
        {
            for (int j = 0; j < i; j++, pair++)
            {
                double square = 0;
                for (int d = 0; d < dimensions; d++)
                {
                    square += _squares[(pair * dimensions) + d] * weights[d];
                }

                double scaled = Math.Sqrt(5 * square);
                double decay = variance * Math.Exp(-scaled);
                covariance[i, j] = covariance[j, i] = (1 + scaled + (scaled * scaled / 3)) * decay;
                slopes[pair] = 5.0 / 3 * (1 + scaled) * decay;
            }

            covariance[i, i] = variance + noise;
        }

        var cholesky = StableCholesky.Factorize(covariance);
        var alpha = cholesky.Solve(_values);
        double value = (-0.5 * _values.DotProduct(alpha)) - (0.5 * cholesky.DeterminantLn);
        gradient.Clear();
        var inverse = cholesky.Solve(Matrix<double>.Build.DenseIdentity(_count));
        double trace = 0, withVariance = 0;
        pair = 0;
        for (int i = 0; i < _count; i++)
        {
            double diagonal = (alpha[i] * alpha[i]) - inverse[i, i];
            trace += diagonal;
            withVariance += diagonal * variance;
            for (int j = 0; j < i; j++, pair++)
            {
                // Both (i, j) and (j, i), so that the half of equation 5.9 cancels.
                double g = (alpha[i] * alpha[j]) - inverse[i, j];
                withVariance += 2 * g * covariance[i, j];
                for (int d = 0; d < dimensions; d++)
                {
                    gradient[d] += g * slopes[pair] * _squares[(pair * dimensions) + d] * weights[d];
                }
            }
        }

        gradient[dimensions] = 0.5 * withVariance;
        gradient[dimensions + 1] = 0.5 * trace * noise;
        for (int p = 0; p < parameters.Length; p++)
        {
            double deviation = (parameters[p] - _priors[p].Mean) / _priors[p].Deviation;
            value -= 0.5 * deviation * deviation;
            gradient[p] -= deviation / _priors[p].Deviation;
        }

        return value;
    }
}
