namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Finds the most probable parameters of the kernel by Rprop, which needs signs of gradients only and no line search. Source: Blum and
/// Riedmiller, "Optimization of Gaussian process hyperparameters using Rprop", ESANN 2013.
/// </summary>
internal static class KernelFit
{
    /// <summary>Beyond so many points the parameters are fitted on the better half and the latest half of so many, which bounds the time.</summary>
    internal const int PointsMax = 120;

    private const int Iterations = 60;
    private const double FirstStep = 0.2;
    private const double StepMin = 1e-3;
    private const double StepMax = 1;
    private const double Faster = 1.2;
    private const double Slower = 0.5;

    /// <summary>Two starts: the priors' means, and short length scales, since the posterior may have a maximum for each.</summary>
    private static readonly double[] LengthScaleStarts = [1, 0.3];

    /// <summary>Fits a process to values and conditions it on them.</summary>
    /// <param name="nominal">Of each coordinate, whether only "same or not" counts.</param>
    /// <param name="points">Where values were observed, at least one.</param>
    /// <param name="values">The values, of mean 0 and variance 1; less is better.</param>
    /// <returns>The kernel and the variance of the noise.</returns>
    public static (MaternKernel Kernel, double Noise) Fit(bool[] nominal, double[][] points, double[] values)
    {
        if (points.Length > PointsMax)
        {
            var latest = Enumerable.Range(points.Length - (PointsMax / 2), PointsMax / 2);
            int[] chosen = [.. Enumerable.Range(0, points.Length - (PointsMax / 2)).OrderBy(i => values[i]).Take(PointsMax / 2), .. latest];
            points = [.. chosen.Select(i => points[i])];
            values = [.. chosen.Select(i => values[i])];
        }

        var posterior = new LogPosterior(nominal, points, values);
        int dimensions = nominal.Length;
        double[] best = [];
        double bestValue = double.NegativeInfinity;
        foreach (double factor in LengthScaleStarts)
        {
            double[] start = [.. KernelParameters.Priors(dimensions).Select((prior, i) => prior.Mean + (i < dimensions ? Math.Log(factor) : 0))];
            double value = Climb(posterior, start, KernelParameters.Bounds(dimensions));
            if (value > bestValue)
                (best, bestValue) = (start, value);
        }

        return (new MaternKernel(nominal, [.. best.Take(dimensions).Select(Math.Exp)], Math.Exp(best[dimensions])), Math.Exp(best[dimensions + 1]));
    }

    /// <summary>Goes uphill; leaves in <paramref name="parameters"/> the best that was met and returns its value.</summary>
    private static double Climb(LogPosterior posterior, double[] parameters, (double Min, double Max)[] bounds)
    {
        double[] at = [.. parameters];
        var steps = new double[at.Length];
        Array.Fill(steps, FirstStep);
        var gradient = new double[at.Length];
        var previous = new double[at.Length];
        double best = double.NegativeInfinity;
        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            double value = posterior.Evaluate(at, gradient);
            if (value > best)
            {
                best = value;
                at.CopyTo(parameters, 0);
            }

            double largest = 0;
            for (int i = 0; i < at.Length; i++)
            {
                int turn = Math.Sign(gradient[i] * previous[i]);
                steps[i] = turn > 0 ? Math.Min(steps[i] * Faster, StepMax) : turn < 0 ? Math.Max(steps[i] * Slower, StepMin) : steps[i];
                double moved = Math.Clamp(at[i] + (turn < 0 ? 0 : Math.Sign(gradient[i]) * steps[i]), bounds[i].Min, bounds[i].Max);
                largest = Math.Max(largest, turn < 0 ? steps[i] : Math.Abs(moved - at[i]));
                at[i] = moved;
                previous[i] = turn < 0 ? 0 : gradient[i];
            }

            if (largest < 2 * StepMin)
                break;
        }

        return best;
    }
}
