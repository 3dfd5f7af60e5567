namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Hyperband with asynchronous successive halving: a job that has used the resource of a rung goes on when it is among the best third of all
/// that have got so far, and is stopped otherwise. Rungs are at MinResource × 3^k. A resource unit is one reported value of the objective.
/// Sources: Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar, "Hyperband", JMLR 2018; Li and others, "A system for massively parallel
/// hyperparameter tuning", MLSys 2020, in the form that stops instead of pausing, since the service resumes no job. There is one bracket, the
/// one that stops earliest, as the second paper advises; with the brackets of the first, jobs of which some are not compared before they have had
/// a third of MaxResource or all of it, more was lost on unpromising jobs than won where early values mislead (tests/TuningQuality).
/// <para>
/// Configurations are drawn at random until enough jobs have reached a third of MaxResource (values before that tell how fast a job learns
/// rather than how well); then two in three are what Bayesian optimization proposes from the values at the highest such rung. Source: Falkner,
/// Klein, Hutter, "BOHB", ICML 2018, with the Gaussian process in place of its density estimate, as in Klein, Tiao, Lienart, Archambeau, Seeger,
/// "Model-based asynchronous hyperparameter and neural architecture search", 2020.
/// </para>
/// </summary>
/// <param name="space">What is searched.</param>
/// <param name="objective">Which values are good.</param>
/// <param name="seed">RandomSeed of the tuning job.</param>
/// <param name="resource">The least and the greatest number of values that a job reports.</param>
internal sealed class HyperbandStrategy(SearchSpace space, ObjectiveType objective, long seed, HyperbandResource resource) : ITuningStrategy
{
    /// <summary>One job in so many goes on from a rung: η of the papers.</summary>
    internal const int ReductionFactor = 3;

    /// <summary>One configuration in so many stays random, whatever the values say.</summary>
    private const int RandomEvery = 3;

    private readonly RandomStrategy _random = new(space, seed);
    private readonly BayesianStrategy _bayesian = new(space, objective, seed);

    /// <summary>So many values at a rung are enough to learn from.</summary>
    private int ResultsMin => (2 * space.Dimensions) + 2;

    /// <inheritdoc/>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials)
    {
        if (trials.Count % RandomEvery == 0)
            return _random.Next(trials);
        int rung = Rungs().LastOrDefault(rung => rung >= resource.Max / ReductionFactor && trials.Count(trial => Reached(trial, rung)) >= ResultsMin);
        return rung == 0 ? _random.Next(trials) : _bayesian.Next([.. trials.Select(trial => AsOf(trial, rung))]);
    }

    /// <inheritdoc/>
    public bool ShouldStop(TuningTrial trial, IReadOnlyList<TuningTrial> trials)
    {
        int used = trial.Objectives.Count;
        if (used >= resource.Max)
            return true;
        if (!IsRung(used))
            return false;
        double own = objective.Loss(trial.Objectives[used - 1]);
        if (!double.IsFinite(own))
            return true;
        var others = trials.Where(other => other.Number != trial.Number && other.Objectives.Count >= used)
            .Select(other => objective.Loss(other.Objectives[used - 1])).ToArray();
        int better = others.Count(loss => loss < own);
        return better >= Math.Max(1, (others.Length + 1) / ReductionFactor);
    }

    private static bool Reached(TuningTrial trial, int rung) => trial.Objectives.Count >= rung && double.IsFinite(trial.Objectives[rung - 1]);

    /// <summary>The job as if it had ended at a rung. One that ended before has no objective; one that will reach it runs.</summary>
    private static TuningTrial AsOf(TuningTrial trial, int rung) =>
        Reached(trial, rung) ? trial with { State = TrialState.Completed, Objectives = [trial.Objectives[rung - 1]] }
        : trial.State == TrialState.Running ? trial
        : trial with { State = TrialState.Stopped, Objectives = [] };

    private bool IsRung(int used) => Rungs().Contains(used);

    /// <summary>MinResource, three times as much, and so on, below MaxResource; then MaxResource.</summary>
    private IEnumerable<int> Rungs()
    {
        for (int rung = resource.Min; rung < resource.Max; rung *= ReductionFactor)
        {
            yield return rung;
        }

        yield return resource.Max;
    }
}
