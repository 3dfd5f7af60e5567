namespace TrainingContainer.LocalSageMaker.State;

/// <summary>How far a tuning job is. Only its runner writes it; a copy of it is always in the job's folder.</summary>
internal sealed record TuningJobState
{
    /// <summary>HyperParameterTuningJobArn.</summary>
    public required string Arn { get; init; }

    /// <summary>CreationTime.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>LastModifiedTime.</summary>
    public required DateTimeOffset LastModifiedTime { get; init; }

    /// <summary>RandomSeed, or a number drawn once where the request has none.</summary>
    public required int Seed { get; init; }

    /// <summary>HyperParameterTuningEndTime.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>HyperParameterTuningJobStatus.</summary>
    public string Status { get; init; } = JobStatus.InProgress;

    /// <summary>The training jobs in the order of their creation. Each stands here before it is created.</summary>
    public IReadOnlyList<TunedJob> Jobs { get; init; } = [];

    /// <summary>Why no more training jobs are created and those that run are stopped; null while they go on.</summary>
    public string? StopReason { get; init; }

    /// <summary>The status that the tuning job ends with once its training jobs have ended; null before that is decided.</summary>
    public string? FinalStatus { get; init; }

    /// <summary>FailureReason, at most 1,024 characters.</summary>
    public string? FailureReason { get; init; }

    /// <summary>ConvergenceDetectedTime.</summary>
    public DateTimeOffset? ConvergenceTime { get; init; }
}
