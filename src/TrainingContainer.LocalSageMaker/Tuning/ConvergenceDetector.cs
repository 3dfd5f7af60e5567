using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// ConvergenceDetected of the API: a tuning job has converged when it is unlikely that another training job improves the best objective by
/// 1 %. The service does not tell its rule; here it is that nowhere in the space the probability of such an improvement, under the Gaussian
/// process of <see cref="BayesianStrategy"/>, reaches 5 % (probability of improvement: Kushner, 1964).
/// </summary>
internal static class ConvergenceDetector
{
    /// <summary>With fewer results nothing is concluded.</summary>
    internal const int ResultsMin = 10;

    private const double Likely = 0.05;
    private const int Stream = 3;

    /// <summary>Whether the search has converged.</summary>
    /// <param name="trials">All jobs, in any order.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="objective">Which values are good.</param>
    /// <param name="seed">RandomSeed of the tuning job.</param>
    /// <param name="toImprove">The value that is to be improved; null for the best of the jobs.</param>
    public static bool HasConverged(IReadOnlyList<TuningTrial> trials, SearchSpace space, ObjectiveType objective, long seed, double? toImprove = null)
    {
        if (trials.Count(trial => trial.FinalObjective is not null) < Math.Max(ResultsMin, 2 * space.Dimensions))
            return false;
        var observations = Observations.Collect(space, objective, trials, null);
        double best = objective.Loss(toImprove ?? objective.Best(trials)!.FinalObjective!.Value);
        double target = observations.Map!.Map(best - (CompletionCriteria.Improvement * Math.Abs(best)));
        var surrogate = new Surrogate(space, observations, []);
        double likeliest = double.NegativeInfinity;
        var search = new AcquisitionSearch(space, point =>
        {
            var (mean, variance) = surrogate.Predict(point);
            double probability = variance > 0 ? ExpectedImprovement.Below((target - mean) / Math.Sqrt(variance)) : 0;
            likeliest = Math.Max(likeliest, probability);
            return probability;
        });
        _ = search.Run([space.Encode(objective.Best(trials)!.Configuration)!], new KeyedRandom(RandomKey.For(seed, DrawPurpose.Tuning, trials.Count, Stream)));
        return likeliest < Likely;
    }
}
