using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Factorization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>The Cholesky factorization of a covariance matrix that rounding may have made indefinite.</summary>
internal static class StableCholesky
{
    private const double FirstJitter = 1e-10;
    private const double Growth = 100;
    private const int Attempts = 5;

    /// <summary>Factorizes, adding as little to the diagonal as is needed.</summary>
    /// <param name="covariance">Symmetric; its diagonal may be changed.</param>
    /// <exception cref="ArgumentException">It is far from positive definite: a hundredth of the diagonal did not help.</exception>
    public static Cholesky<double> Factorize(Matrix<double> covariance)
    {
        double jitter = FirstJitter * covariance.Diagonal().Maximum();
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return covariance.Cholesky();
            }
            catch (ArgumentException) when (attempt < Attempts)
            {
                covariance.SetDiagonal(covariance.Diagonal().Add(jitter));
                jitter *= Growth;
            }
        }
    }
}
