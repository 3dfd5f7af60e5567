namespace TrainingContainer.LocalSageMaker;

/// <summary>Comparisons of objective values.</summary>
internal static class Objective
{
    /// <summary>The value as a loss: less is better, whatever the type.</summary>
    /// <param name="type">Which values are good.</param>
    /// <param name="value">The value.</param>
    public static double Loss(this ObjectiveType type, double value) => type == ObjectiveType.Minimize ? value : -value;

    /// <summary>Whether a value is strictly better than another.</summary>
    /// <param name="type">Which values are good.</param>
    /// <param name="value">The value.</param>
    /// <param name="other">What it is compared with.</param>
    public static bool IsBetter(this ObjectiveType type, double value, double other) => type.Loss(value) < type.Loss(other);

    /// <summary>The job with the best final objective, the earliest created among equals; null when none has one.</summary>
    /// <param name="type">Which values are good.</param>
    /// <param name="trials">The jobs, in any order.</param>
    public static TuningTrial? Best(this ObjectiveType type, IEnumerable<TuningTrial> trials) => trials
        .Where(trial => trial.FinalObjective is not null)
        .OrderBy(trial => type.Loss(trial.FinalObjective!.Value))
        .ThenBy(trial => trial.Number)
        .FirstOrDefault();
}
