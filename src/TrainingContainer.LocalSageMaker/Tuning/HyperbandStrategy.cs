namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Hyperband with asynchronous successive halving: a job that has used the resource of a rung goes on when it is among the best third of all
/// that have got so far, and is stopped otherwise. Rungs are at MinResource × 3^k. A resource unit is one reported value of the objective.
/// Sources: Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar, "Hyperband", JMLR 2018; Li and others, "A system for massively parallel
/// hyperparameter tuning", MLSys 2020, in the form that stops instead of pausing, since the service resumes no job.
/// </summary>
/// <param name="configurations">Which configurations are tried.</param>
/// <param name="objective">Which values are good.</param>
/// <param name="resource">The least and the greatest number of values that a job reports.</param>
internal sealed class HyperbandStrategy(ITuningStrategy configurations, ObjectiveType objective, HyperbandResource resource) : ITuningStrategy
{
    /// <summary>One job in so many goes on from a rung: η of the papers.</summary>
    internal const int ReductionFactor = 3;

    /// <inheritdoc/>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials) => configurations.Next(trials);

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

    private bool IsRung(int used)
    {
        long rung = resource.Min;
        while (rung < used)
        {
            rung *= ReductionFactor;
        }

        return rung == used;
    }
}
