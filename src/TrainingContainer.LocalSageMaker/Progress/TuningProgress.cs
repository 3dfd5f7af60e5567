namespace TrainingContainer.LocalSageMaker.Progress;

/// <summary>How far a tuning job is, as a person wants to see it.</summary>
/// <param name="Name">HyperParameterTuningJobName.</param>
/// <param name="Status">HyperParameterTuningJobStatus.</param>
/// <param name="Reason">Why it creates no more jobs; null while it does.</param>
/// <param name="Metric">MetricName of the objective; of definitions that differ in it, all.</param>
/// <param name="JobsMax">Training jobs at most.</param>
/// <param name="Jobs">The training jobs in the order of their creation.</param>
internal sealed record TuningProgress(string Name, string Status, string? Reason, string Metric, int JobsMax, IReadOnlyList<TunedJobProgress> Jobs)
{
    /// <summary>The best training job that has ended; null before there is one.</summary>
    public TunedJobProgress? Best => Jobs.FirstOrDefault(job => job.IsBest);
}
