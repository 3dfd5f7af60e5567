namespace TrainingContainer.LocalSageMaker.State;

/// <summary>How a job ends.</summary>
/// <param name="Status">TrainingJobStatus: Completed, Failed or Stopped.</param>
/// <param name="SecondaryStatus">The same, MaxRuntimeExceeded or MaxWaitTimeExceeded.</param>
/// <param name="Message">Of the last transition.</param>
/// <param name="FailureReason">Why it failed; null when it did not.</param>
internal sealed record JobOutcome(string Status, string SecondaryStatus, string Message, string? FailureReason = null)
{
    /// <summary>FailureReason has at most so many characters.</summary>
    public const int ReasonLengthMax = 1024;

    /// <summary>The job did what it should.</summary>
    public static JobOutcome Completed { get; } = new(JobStatus.Completed, JobStatus.Completed, "Training job completed");

    /// <summary>Somebody stopped the job.</summary>
    public static JobOutcome Stopped { get; } = new(JobStatus.Stopped, JobStatus.Stopped, "Training job stopped");

    /// <summary>The job ran for MaxRuntimeInSeconds.</summary>
    public static JobOutcome MaxRuntimeExceeded { get; } = new(JobStatus.Stopped, JobStatus.MaxRuntimeExceeded, "Training job runtime exceeded MaxRuntimeInSeconds provided");

    /// <summary>The job ran and waited for MaxWaitTimeInSeconds.</summary>
    public static JobOutcome MaxWaitTimeExceeded { get; } = new(JobStatus.Stopped, JobStatus.MaxWaitTimeExceeded, "Training job wait time exceeded MaxWaitTimeInSeconds provided");

    /// <summary>The job failed.</summary>
    /// <param name="reason">Cut to 1,024 characters.</param>
    public static JobOutcome Failed(string reason) => new(JobStatus.Failed, JobStatus.Failed, "Training job failed", SageMaker.Shown.Cut(reason, ReasonLengthMax));
}
