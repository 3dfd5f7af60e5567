using System.Globalization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>TuningJobCompletionCriteria of the API: when a tuning job has found enough. What is null or false never ends it.</summary>
/// <param name="Target">TargetObjectiveMetricValue: a job's objective as good as this ends the tuning job.</param>
/// <param name="JobsNotImprovingMax">
/// BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving, at least 3: so many jobs in a row, in the order of their creation, that were
/// not better by 1 % than the best before them end it.
/// </param>
/// <param name="OnConvergence">ConvergenceDetected.CompleteOnConvergence: see <see cref="ConvergenceDetector"/>.</param>
internal sealed record CompletionCriteria(double? Target = null, int? JobsNotImprovingMax = null, bool OnConvergence = false)
{
    /// <summary>Why the tuning job is complete when it has converged.</summary>
    internal const string Converged = "another training job is unlikely to improve the best objective by 1 % (ConvergenceDetected)";

    /// <summary>Less than this, relative to the best value, is no improvement.</summary>
    internal const double Improvement = 0.01;

    /// <summary>Why the tuning job is complete; null when it is not.</summary>
    /// <param name="trials">All jobs, in any order.</param>
    /// <param name="objective">Which values are good.</param>
    /// <param name="searches">Those of all definitions.</param>
    public string? Reached(IReadOnlyList<TuningTrial> trials, ObjectiveType objective, IReadOnlyList<TuningSearch> searches)
    {
        if (Target is { } target && objective.Best(trials) is { } best && !objective.IsBetter(target, best.FinalObjective!.Value))
            return string.Create(CultureInfo.InvariantCulture, $"TargetObjectiveMetricValue {target} was reached: {best.FinalObjective}");
        if (JobsNotImprovingMax is { } jobs && JobsNotImproving(trials, objective) >= jobs)
            return $"the best objective did not improve by 1 % in {jobs} training jobs (MaxNumberOfTrainingJobsNotImproving)";
        return OnConvergence && searches.All(search => search.HasConverged(trials))
            ? Converged
            : null;
    }

    /// <summary>How many finished jobs follow the last that was better by 1 % than the best before it.</summary>
    internal static int JobsNotImproving(IEnumerable<TuningTrial> trials, ObjectiveType objective)
    {
        double best = double.PositiveInfinity;
        int count = 0;
        foreach (var trial in trials.OrderBy(trial => trial.Number))
        {
            if (trial.FinalObjective is not { } value)
                continue;
            double loss = objective.Loss(value);
            count++;
            if (double.IsPositiveInfinity(best) || loss < best - (Improvement * Math.Abs(best)))
                (best, count) = (loss, 0);
        }

        return count;
    }
}
