namespace TrainingContainer.LocalSageMaker;

/// <summary>HyperParameterTuningJobWarmStartType of the API.</summary>
internal enum WarmStartType
{
    /// <summary>Same data, same image: the parents' objectives count as if the tuning job had measured them.</summary>
    IdenticalDataAndAlgorithm,

    /// <summary>
    /// Data, ranges or the image's version differ: where the parents were good is a hint, the stronger the more the tuning job's own objectives
    /// agree with theirs. Source: Swersky, Snoek, Adams, "Multi-task Bayesian optimization", NIPS 2013.
    /// </summary>
    TransferLearning,
}
