namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// HyperParameterTuningJobWarmStartConfig of the API: what parent tuning jobs have found. A job of a parent is used when its hyperparameters,
/// static ones included, have a value within every range of the new tuning job.
/// </summary>
/// <param name="Type">What the parents have in common with the new tuning job.</param>
/// <param name="Parents">The jobs of each parent, 1 to 5 parents, their configurations with all hyperparameters.</param>
internal sealed record WarmStart(WarmStartType Type, IReadOnlyList<IReadOnlyList<TuningTrial>> Parents)
{
    /// <summary>What the parents have tried on the same data, which need not be tried again.</summary>
    /// <param name="space">What is searched: of a parent's configuration only these hyperparameters are compared.</param>
    public IReadOnlyList<Configuration> TriedOnSameData(SearchSpace space) => Type != WarmStartType.IdenticalDataAndAlgorithm
        ? []
        : [.. Parents.SelectMany(parent => parent).Select(trial => space.Part(trial.Configuration)).OfType<Configuration>()];

    /// <summary>OverallBestTrainingJob: the best of the tuning job and its parents; only for IdenticalDataAndAlgorithm, otherwise null.</summary>
    /// <param name="trials">The tuning job's own jobs.</param>
    /// <param name="objective">Which values are good.</param>
    /// <returns>The parent's index, null for the tuning job itself, and the job.</returns>
    public (int? Parent, TuningTrial Trial)? OverallBest(IReadOnlyList<TuningTrial> trials, ObjectiveType objective)
    {
        if (Type != WarmStartType.IdenticalDataAndAlgorithm)
            return null;
        (int? Parent, TuningTrial Trial)? best = objective.Best(trials) is { } own ? (null, own) : null;
        for (int parent = 0; parent < Parents.Count; parent++)
        {
            if (objective.Best(Parents[parent]) is { } trial
                && (best is null || objective.IsBetter(trial.FinalObjective!.Value, best.Value.Trial.FinalObjective!.Value)))
                best = (parent, trial);
        }

        return best;
    }
}
