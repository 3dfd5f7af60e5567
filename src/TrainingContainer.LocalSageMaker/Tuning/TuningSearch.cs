using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// The search of one training job definition: it learns from the definition's own jobs alone, since those of others have other hyperparameters.
/// </summary>
internal sealed class TuningSearch
{
    private const int SeedStream = 5;

    private readonly int _definition;
    private readonly SearchSpace _space;
    private readonly ObjectiveType _objective;
    private readonly long _seed;
    private readonly ITuningStrategy _strategy;

    /// <summary>The search of a definition whose request has been checked.</summary>
    /// <param name="definition">Its index.</param>
    /// <param name="type">Which strategy.</param>
    /// <param name="space">What is searched.</param>
    /// <param name="objective">Which values are good.</param>
    /// <param name="seed">RandomSeed of the tuning job. Definitions draw from it independently.</param>
    /// <param name="resource">For Hyperband.</param>
    /// <param name="warmStart">Parents, if any.</param>
    public TuningSearch(
        int definition, TuningStrategyType type, SearchSpace space, ObjectiveType objective, long seed, HyperbandResource? resource = null, WarmStart? warmStart = null)
    {
        (_definition, _space, _objective) = (definition, space, objective);
        _seed = definition == 0 ? seed : new KeyedRandom(RandomKey.For(seed, DrawPurpose.Tuning, definition, SeedStream)).NextUInt32();
        _strategy = TuningStrategy.Create(type, space, objective, _seed, resource, warmStart);
    }

    /// <summary>Whether nothing is left to try, as <see cref="Next"/> has found.</summary>
    public bool IsExhausted { get; private set; }

    /// <summary>How many jobs are the definition's.</summary>
    /// <param name="trials">All jobs of the tuning job.</param>
    public int Count(IReadOnlyList<TuningTrial> trials) => trials.Count(trial => trial.Definition == _definition);

    /// <summary>The next configuration; null when there is nothing left to try.</summary>
    /// <param name="trials">All jobs of the tuning job.</param>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials)
    {
        var next = _strategy.Next(Own(trials));
        IsExhausted = next is null;
        return next;
    }

    /// <summary>Whether to stop a running job of the definition, which has just reported a value.</summary>
    /// <param name="trial">The job.</param>
    /// <param name="trials">All jobs of the tuning job.</param>
    public bool ShouldStop(TuningTrial trial, IReadOnlyList<TuningTrial> trials) => _strategy.ShouldStop(trial, Own(trials));

    /// <summary>Whether another job of the definition is unlikely to improve the best objective of the tuning job.</summary>
    /// <param name="trials">All jobs of the tuning job.</param>
    public bool HasConverged(IReadOnlyList<TuningTrial> trials) =>
        IsExhausted || ConvergenceDetector.HasConverged(Own(trials), _space, _objective, _seed, _objective.Best(trials)?.FinalObjective);

    private TuningTrial[] Own(IReadOnlyList<TuningTrial> trials) => [.. trials.Where(trial => trial.Definition == _definition)];
}
