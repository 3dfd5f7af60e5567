using MathNet.Numerics.Statistics;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// TrainingJobEarlyStoppingType Auto: a job is stopped when its value is worse than the median of the running averages of the jobs before it,
/// each taken up to the same epoch. Source: "Stop Training Jobs Early" of the SageMaker developer guide; the rule is that of Golovin and
/// others, "Google Vizier", KDD 2017. An epoch is one reported value of the objective.
/// </summary>
internal static class MedianStoppingRule
{
    /// <summary>Whether to stop a running job that has just reported a value.</summary>
    /// <param name="trial">The job.</param>
    /// <param name="trials">All jobs; those that completed and reported at least as many values count.</param>
    /// <param name="objective">Which values are good.</param>
    public static bool ShouldStop(TuningTrial trial, IReadOnlyList<TuningTrial> trials, ObjectiveType objective)
    {
        int epoch = trial.Objectives.Count;
        double[] averages = [.. trials
            .Where(other => other.State == TrialState.Completed && other.Objectives.Count >= epoch && other.Number != trial.Number)
            .Select(other => other.Objectives.Take(epoch).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average())
            .Where(double.IsFinite)];
        if (epoch == 0 || averages.Length == 0)
            return false;
        double value = trial.Objectives[epoch - 1];
        return !double.IsFinite(value) || objective.IsBetter(averages.Median(), value);
    }
}
