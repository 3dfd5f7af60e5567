namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>What a tuning job searches for.</summary>
/// <param name="Metric">MetricName of the objective; of definitions that differ in it, all.</param>
/// <param name="Type">Which values are good.</param>
internal sealed record ReportObjective(string Metric, ObjectiveType Type);
