namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>One value of a metric.</summary>
/// <param name="Number">From 1: how many values its host had printed by then. The epoch, for a metric that is printed once in each.</param>
/// <param name="Time">When its line was read.</param>
/// <param name="Value">Finite.</param>
internal readonly record struct ReportPoint(int Number, DateTimeOffset Time, float Value);
