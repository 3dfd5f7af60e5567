namespace TrainingContainer.LocalSageMaker;

/// <summary>HyperParameterTuningJobStrategyType of the API.</summary>
internal enum TuningStrategyType
{
    /// <summary><see cref="BayesianStrategy"/>.</summary>
    Bayesian,

    /// <summary><see cref="RandomStrategy"/>.</summary>
    Random,

    /// <summary><see cref="HyperbandStrategy"/>.</summary>
    Hyperband,

    /// <summary><see cref="GridStrategy"/>.</summary>
    Grid,
}
