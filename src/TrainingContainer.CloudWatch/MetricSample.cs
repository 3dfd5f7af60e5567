using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>A value and its time.</summary>
/// <param name="Metric">What was measured.</param>
/// <param name="Value">Any number, also none.</param>
/// <param name="Time">When.</param>
public readonly record struct MetricSample(Metric Metric, double Value, DateTimeOffset Time);
