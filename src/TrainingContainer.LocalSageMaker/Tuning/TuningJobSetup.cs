namespace TrainingContainer.LocalSageMaker;

/// <summary>What warm start compares of two tuning jobs.</summary>
/// <param name="Name">HyperParameterTuningJobName.</param>
/// <param name="HasEnded">Whether its status is Completed, Stopped or Failed.</param>
/// <param name="Objective">Which values are good.</param>
/// <param name="Metric">MetricName of the objective.</param>
/// <param name="Ranges">The hyperparameters that are searched.</param>
/// <param name="StaticHyperparameters">Those that are the same in all training jobs.</param>
internal sealed record TuningJobSetup(
    string Name, bool HasEnded, ObjectiveType Objective, string Metric, IReadOnlyList<ParameterRange> Ranges,
    IReadOnlyDictionary<string, string> StaticHyperparameters);
