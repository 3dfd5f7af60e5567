namespace TrainingContainer.LocalSageMaker;

/// <summary>Makes the strategy that a tuning job asks for.</summary>
internal static class TuningStrategy
{
    /// <summary>The strategy of a tuning job whose request has been checked.</summary>
    /// <param name="type">Which one.</param>
    /// <param name="space">What is searched; for Grid, categorical ranges only.</param>
    /// <param name="objective">Which values are good.</param>
    /// <param name="seed">RandomSeed; where the request has none, any number that stays the same for the tuning job.</param>
    /// <param name="resource">For Hyperband.</param>
    /// <param name="warmStart">Parents, if any. Bayesian and Random use them, as the developer guide says.</param>
    public static ITuningStrategy Create(
        TuningStrategyType type, SearchSpace space, ObjectiveType objective, long seed, HyperbandResource? resource = null, WarmStart? warmStart = null) =>
        type switch
        {
            TuningStrategyType.Bayesian => new BayesianStrategy(space, objective, seed, warmStart),
            TuningStrategyType.Random => new RandomStrategy(space, seed, warmStart?.TriedOnSameData(space)),
            TuningStrategyType.Hyperband => new HyperbandStrategy(
                space, objective, seed, resource ?? throw new ArgumentNullException(nameof(resource))),
            TuningStrategyType.Grid => new GridStrategy([.. space.Ranges.Cast<CategoricalParameterRange>()]),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
        };
}
