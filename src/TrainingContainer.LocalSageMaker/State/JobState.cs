namespace TrainingContainer.LocalSageMaker.State;

/// <summary>How far a training job is. Only its runner writes it; a copy of it is always in the job's folder.</summary>
internal sealed record JobState
{
    /// <summary>TrainingJobArn.</summary>
    public required string Arn { get; init; }

    /// <summary>TuningJobArn; null for a job that no tuning job made.</summary>
    public string? TuningJobArn { get; init; }

    /// <summary>CreationTime.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>LastModifiedTime.</summary>
    public required DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>TrainingStartTime: when the first attempt came to Downloading.</summary>
    public DateTimeOffset? TrainingStartTime { get; init; }

    /// <summary>TrainingEndTime: when the job was over.</summary>
    public DateTimeOffset? TrainingEndTime { get; init; }

    /// <summary>TrainingJobStatus.</summary>
    public string Status { get; init; } = JobStatus.InProgress;

    /// <summary>SecondaryStatusTransitions; the last one's is the SecondaryStatus.</summary>
    public IReadOnlyList<StatusTransition> Transitions { get; init; } = [];

    /// <summary>FailureReason, at most 1,024 characters.</summary>
    public string? FailureReason { get; init; }

    /// <summary>S3ModelArtifacts; null as long as there are none.</summary>
    public string? ModelArtifacts { get; init; }

    /// <summary>Containers were started so many times.</summary>
    public int Attempts { get; init; }

    /// <summary>Spot interruptions so far.</summary>
    public int Interruptions { get; init; }

    /// <summary>Internal errors so far.</summary>
    public int InternalErrors { get; init; }

    /// <summary>When the present attempt came to Downloading; null between attempts.</summary>
    public DateTimeOffset? AttemptStartTime { get; init; }

    /// <summary>How long earlier attempts took, from Downloading to their ends.</summary>
    public TimeSpan EarlierAttempts { get; init; }

    /// <summary>How the job will end once its outputs are uploaded; null before that is decided.</summary>
    public JobOutcome? Outcome { get; init; }

    /// <summary>
    /// How the job would have ended, had its results been uploaded: they are kept on this machine. Null for all other jobs.
    /// </summary>
    public JobOutcome? OutcomeOfTraining { get; init; }

    /// <summary>SecondaryStatus.</summary>
    public string SecondaryStatus => Transitions.Count == 0 ? JobStatus.Starting : Transitions[^1].Status;

    /// <summary>The state after coming to another secondary status.</summary>
    public JobState To(string secondary, string message, DateTimeOffset now) => this with
    {
        LastModifiedTime = now,
        Transitions =
        [
            .. Transitions.Select((transition, index) => index == Transitions.Count - 1 ? transition with { EndTime = now } : transition),
            new StatusTransition(secondary, now, JobStatus.IsFinal(secondary) || secondary.EndsWith("Exceeded", StringComparison.Ordinal) ? now : null, message),
        ],
    };

    /// <summary>The state of a job that is over.</summary>
    public JobState Over(JobOutcome outcome, DateTimeOffset now) => (this with
    {
        Status = outcome.Status,
        Outcome = outcome,
        FailureReason = outcome.FailureReason,
        TrainingEndTime = TrainingEndTime ?? now,
    }).To(outcome.SecondaryStatus, outcome.Message, now);

    /// <summary>The state after the present attempt: its time is added to those of earlier ones.</summary>
    public JobState WithoutAttempt(DateTimeOffset end) => AttemptStartTime is { } start
        ? this with { EarlierAttempts = EarlierAttempts + (end > start ? end - start : TimeSpan.Zero), AttemptStartTime = null }
        : this;
}
