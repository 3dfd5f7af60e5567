using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Bayesian optimization: after a few quasi-random configurations, the one with the greatest expected improvement under a Gaussian process of
/// all results. Source: Snoek, Larochelle, Adams, "Practical Bayesian Optimization of Machine Learning Algorithms", NIPS 2012; but the
/// kernel's parameters are the most probable ones instead of samples, which costs far less.
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="objective">Which values are good.</param>
/// <param name="seed">RandomSeed of the tuning job.</param>
/// <param name="warmStart">Parents, if any: with enough results of theirs there is no quasi-random start.</param>
internal sealed class BayesianStrategy(SearchSpace space, ObjectiveType objective, long seed, WarmStart? warmStart = null) : ITuningStrategy
{
    private const int InitialMin = 4;
    private const int InitialMax = 12;

    /// <summary>Streams of draws, besides that of <see cref="RandomStrategy"/>.</summary>
    private const int InitialStream = 1;
    private const int SearchStream = 2;

    /// <summary>So many of the best points are searched around.</summary>
    private const int Centers = 8;

    private readonly RandomStrategy _random = new(space, seed, warmStart?.TriedOnSameData(space));

    /// <summary>
    /// How many results there must be, or jobs in the making, before the Gaussian process decides: one more than there are ranges, as in
    /// Cowen-Rivers and others, "HEBO", JAIR 2022. With six ranges, twice as many would use up a tuning job of twelve.
    /// </summary>
    private int InitialCount => Math.Clamp(space.Dimensions + 1, InitialMin, InitialMax);

    /// <inheritdoc/>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials)
    {
        var observations = Observations.Collect(space, objective, trials, warmStart);
        var used = trials.Select(trial => trial.Configuration).Concat(warmStart?.TriedOnSameData(space) ?? []).ToHashSet();
        int parents = observations.Points.Length - trials.Count(trial => trial.State != TrialState.Running);
        IEnumerable<double[]> proposals = observations.Points.Length < 2 || trials.Count + Math.Max(parents, 0) < InitialCount
            ? [InitialPoint(trials.Count)]
            : MostPromising(observations, trials);
        return proposals.Select(point => space.Decode(point)).FirstOrDefault(configuration => !used.Contains(configuration))
            ?? _random.Next(trials);
    }

    private double[] InitialPoint(int index)
    {
        var point = new double[space.Dimensions];
        new HaltonSequence(space.Dimensions, new KeyedRandom(RandomKey.For(seed, DrawPurpose.Tuning, 0, InitialStream))).Point(index, point);
        return point;
    }

    private IEnumerable<double[]> MostPromising(Observations observations, IReadOnlyList<TuningTrial> trials)
    {
        double[][] pending = [.. trials.Where(trial => trial.State == TrialState.Running).OrderBy(trial => trial.Number)
            .Select(trial => space.Encode(trial.Configuration)).OfType<double[]>()];
        var surrogate = new Surrogate(space, observations, pending);
        var search = new AcquisitionSearch(space, point =>
        {
            var (mean, variance) = surrogate.Predict(point);
            return ExpectedImprovement.Log(mean, Math.Sqrt(variance), surrogate.Best);
        });
        var centers = observations.Points.Select(point => point[..space.Dimensions])
            .OrderBy(point => surrogate.Predict(point).Mean).Take(Centers);
        return search.Run(centers, new KeyedRandom(RandomKey.For(seed, DrawPurpose.Tuning, trials.Count, SearchStream)));
    }
}
