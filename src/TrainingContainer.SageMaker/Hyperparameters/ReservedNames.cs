namespace TrainingContainer.SageMaker;

/// <summary>
/// Hyperparameters that SageMaker, its SDK or its tuner add to a job by themselves. They are accepted and never trained with.
/// </summary>
internal static class ReservedNames
{
    /// <summary>The tuner's objective, for example <c>validation:accuracy</c>.</summary>
    public const string TuningObjectiveMetric = "_tuning_objective_metric";

    private static readonly string[] Others = ["save_model_on_termination", "default_user_module_name", "mp_parameters"];

    /// <summary>
    /// Whether the service's side owns the name: anything starting with <c>sagemaker_</c> or, as the tuner's and Autopilot's own names do,
    /// with an underscore; and a few more.
    /// </summary>
    public static bool Contains(string name) =>
        name.StartsWith("sagemaker_", StringComparison.Ordinal) || name.StartsWith('_') || Others.Contains(name);
}
