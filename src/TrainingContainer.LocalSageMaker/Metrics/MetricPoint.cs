namespace TrainingContainer.LocalSageMaker.Metrics;

/// <summary>One value of a metric.</summary>
/// <param name="Time">When its line was read.</param>
/// <param name="Host">Who printed it.</param>
/// <param name="Name">The metric's name.</param>
/// <param name="Value">Finite.</param>
internal sealed record MetricPoint(DateTimeOffset Time, string Host, string Name, float Value);
