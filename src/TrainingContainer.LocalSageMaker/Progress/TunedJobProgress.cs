namespace TrainingContainer.LocalSageMaker.Progress;

/// <summary>How far one training job of a tuning job is, as a person wants to see it.</summary>
/// <param name="Name">TrainingJobName.</param>
/// <param name="HyperParameters">Those that are tuned.</param>
/// <param name="Epochs">Values of the objective so far.</param>
/// <param name="Metric">MetricName of the objective.</param>
/// <param name="Objective">The last of them; null before the first.</param>
/// <param name="Status">SecondaryStatus while it runs, TrainingJobStatus when it has ended, or "Stopped early".</param>
/// <param name="IsRunning">Whether it has not ended.</param>
/// <param name="IsBest">Whether no ended job is better.</param>
/// <param name="FailureReason">Why it failed; null when it did not.</param>
internal sealed record TunedJobProgress(
    string Name, IReadOnlyDictionary<string, string> HyperParameters, int Epochs, string Metric, double? Objective, string Status, bool IsRunning, bool IsBest, string? FailureReason = null)
{
    /// <summary>DefinitionName of its definition where the tuning job has several; else null.</summary>
    public string? Definition { get; init; }
}
