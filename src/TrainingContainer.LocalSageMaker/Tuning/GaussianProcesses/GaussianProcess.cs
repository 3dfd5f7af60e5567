using MathNet.Numerics;
using MathNet.Numerics.LinearAlgebra;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// A Gaussian process of mean 0, conditioned on values observed with noise. Source: Rasmussen and Williams, "Gaussian Processes for Machine
/// Learning", 2006, algorithm 2.1.
/// </summary>
internal sealed class GaussianProcess
{
    private readonly MaternKernel _kernel;
    private readonly double[][] _points;
    private readonly double[] _weights;
    private readonly double[] _factor;

    /// <summary>The matrices are small: threads would cost more than they bring.</summary>
    static GaussianProcess() => Control.UseSingleThread();

    /// <summary>Conditions the process: n³/3 multiplications for n points.</summary>
    /// <param name="kernel">The covariance.</param>
    /// <param name="noise">The variance of the noise, at least 0. Where that is too little for the numbers' precision, more is added.</param>
    /// <param name="points">Where values were observed, at least one.</param>
    /// <param name="values">The values.</param>
    public GaussianProcess(MaternKernel kernel, double noise, double[][] points, double[] values)
    {
        _kernel = kernel;
        _points = points;
        int count = points.Length;
        var covariance = Matrix<double>.Build.Dense(count, count);
        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j < i; j++)
            {
                covariance[i, j] = covariance[j, i] = kernel.Covariance(points[i], points[j]);
            }

            covariance[i, i] = kernel.Variance + noise;
        }

        var cholesky = StableCholesky.Factorize(covariance);
        _weights = cholesky.Solve(Vector<double>.Build.DenseOfArray(values)).ToArray();
        _factor = cholesky.Factor.ToRowMajorArray();
    }

    /// <summary>The mean and the variance of the function, without noise, at a point.</summary>
    /// <param name="point">The point.</param>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> point)
    {
        int count = _points.Length;
        Span<double> solved = count <= 512 ? stackalloc double[count] : new double[count];
        double mean = 0, explained = 0;
        for (int i = 0; i < count; i++)
        {
            double covariance = _kernel.Covariance(point, _points[i]);
            mean += covariance * _weights[i];
            ReadOnlySpan<double> row = _factor.AsSpan(i * count, i + 1);
            double rest = (covariance - Dot(row[..i], solved)) / row[i];
            solved[i] = rest;
            explained += rest * rest;
        }

        return (mean, Math.Max(_kernel.Variance - explained, 0));
    }

    private static double Dot(ReadOnlySpan<double> x, ReadOnlySpan<double> y)
    {
        double sum = 0;
        for (int i = 0; i < x.Length; i++)
        {
            sum += x[i] * y[i];
        }

        return sum;
    }
}
