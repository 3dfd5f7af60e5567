namespace TuningQuality;

/// <summary>Test functions of global optimization; formulas and optima as in Surjanovic and Bingham, "Virtual library of simulation experiments".</summary>
internal static class Functions
{
    /// <summary>The least value of <see cref="Branin"/>, at three places.</summary>
    public const double BraninOptimum = 0.39788735772973816;

    /// <summary>The least value of <see cref="Hartmann3"/>.</summary>
    public const double Hartmann3Optimum = -3.86278214782076;

    /// <summary>The least value of <see cref="Hartmann6"/>.</summary>
    public const double Hartmann6Optimum = -3.32236801141551;

    private static readonly double[] Alpha = [1.0, 1.2, 3.0, 3.2];

    private static readonly double[,] A3 = { { 3, 10, 30 }, { 0.1, 10, 35 }, { 3, 10, 30 }, { 0.1, 10, 35 } };

    private static readonly double[,] P3 =
    {
        { 0.3689, 0.1170, 0.2673 }, { 0.4699, 0.4387, 0.7470 }, { 0.1091, 0.8732, 0.5547 }, { 0.0381, 0.5743, 0.8828 },
    };

    private static readonly double[,] A6 =
    {
        { 10, 3, 17, 3.5, 1.7, 8 }, { 0.05, 10, 17, 0.1, 8, 14 }, { 3, 3.5, 1.7, 10, 17, 8 }, { 17, 8, 0.05, 10, 0.1, 14 },
    };

    private static readonly double[,] P6 =
    {
        { 0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886 }, { 0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991 },
        { 0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.6650 }, { 0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381 },
    };

    /// <summary>x1 from -5 to 10, x2 from 0 to 15.</summary>
    public static double Branin(double[] x)
    {
        double valley = x[1] - (5.1 / (4 * Math.PI * Math.PI) * x[0] * x[0]) + (5 / Math.PI * x[0]) - 6;
        return (valley * valley) + (10 * (1 - (1 / (8 * Math.PI))) * Math.Cos(x[0])) + 10;
    }

    /// <summary>Three numbers from 0 to 1.</summary>
    public static double Hartmann3(double[] x) => Hartmann(x, A3, P3);

    /// <summary>Six numbers from 0 to 1.</summary>
    public static double Hartmann6(double[] x) => Hartmann(x, A6, P6);

    /// <summary>Least, 0, where all are 1.</summary>
    public static double Rosenbrock(double[] x)
    {
        double sum = 0;
        for (int i = 0; i + 1 < x.Length; i++)
        {
            double curve = x[i + 1] - (x[i] * x[i]);
            sum += (100 * curve * curve) + ((1 - x[i]) * (1 - x[i]));
        }

        return sum;
    }

    private static double Hartmann(double[] x, double[,] a, double[,] p)
    {
        double sum = 0;
        for (int i = 0; i < Alpha.Length; i++)
        {
            double inner = 0;
            for (int j = 0; j < x.Length; j++)
            {
                inner += a[i, j] * (x[j] - p[i, j]) * (x[j] - p[i, j]);
            }

            sum -= Alpha[i] * Math.Exp(-inner);
        }

        return sum;
    }
}
