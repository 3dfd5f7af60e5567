namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// The Gaussian process of what has been observed, and of what is expected of the jobs that run: for each of these, the mean at its point, so
/// that the next configuration is looked for elsewhere ("kriging believer": Ginsbourger, Le Riche, Carraro, "Kriging is well-suited to
/// parallelize optimization", 2010).
/// </summary>
internal sealed class Surrogate
{
    private readonly GaussianProcess _process;
    private readonly int _dimensions;

    /// <summary>Fits the process.</summary>
    /// <param name="space">What is searched.</param>
    /// <param name="observations">At least one.</param>
    /// <param name="pending">The points of jobs that run.</param>
    public Surrogate(SearchSpace space, Observations observations, IReadOnlyCollection<double[]> pending)
    {
        _dimensions = observations.Nominal.Length;
        var (kernel, noise) = KernelFit.Fit(observations.Nominal, observations.Points, observations.Losses);
        _process = new GaussianProcess(kernel, noise, observations.Points, observations.Losses);
        Best = observations.Points.Min(point => Predict(point.AsSpan(0, space.Dimensions)).Mean);
        if (pending.Count == 0)
            return;
        double[] believed = [.. pending.Select(point => Predict(point).Mean)];
        Best = Math.Min(Best, believed.Min());
        double[][] points = [.. observations.Points, .. pending.Select(point => Complete(point).ToArray())];
        _process = new GaussianProcess(kernel, noise, points, [.. observations.Losses, .. believed]);
    }

    /// <summary>
    /// The least mean at a point that was observed or at which a job runs: what is to be improved on. The mean, since an observed loss may be low
    /// by luck; the jobs that run too, since what they promise would otherwise be promised by every point beside them.
    /// </summary>
    public double Best { get; }

    /// <summary>The mean and the variance of the tuning job's own loss at a point of the space.</summary>
    /// <param name="point">One coordinate for each range.</param>
    public (double Mean, double Variance) Predict(ReadOnlySpan<double> point) => _process.Predict(Complete(point));

    /// <summary>In transfer learning, adds the coordinate that says whose point it is: 0, the tuning job's own.</summary>
    private ReadOnlySpan<double> Complete(ReadOnlySpan<double> point) =>
        point.Length == _dimensions ? point : (double[])[.. point, 0];
}
