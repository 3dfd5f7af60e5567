namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>Everything that a report says. Texts in it are shown as they are, whatever they hold.</summary>
internal sealed record ReportContent
{
    /// <summary>The name of the training job or of the tuning job.</summary>
    public required string Name { get; init; }

    /// <summary>What it is.</summary>
    public required string Kind { get; init; }

    /// <summary>How it stands.</summary>
    public required string Status { get; init; }

    /// <summary>When the report was made.</summary>
    public required DateTimeOffset Time { get; init; }

    /// <summary>The request's facts.</summary>
    public IReadOnlyList<ReportFact> Facts { get; init; } = [];

    /// <summary>Why the tuning job failed; null for a training job, which says it itself, and for one that did not fail.</summary>
    public string? FailureReason { get; init; }

    /// <summary>What a tuning job searches for; null for a training job.</summary>
    public ReportObjective? Objective { get; init; }

    /// <summary>The tuned hyperparameters.</summary>
    public IReadOnlyList<ReportParameter> Parameters { get; init; } = [];

    /// <summary>The training jobs in the order of their creation.</summary>
    public required IReadOnlyList<ReportJob> Jobs { get; init; }

    /// <summary>The jobs, the best objective first, those without one last.</summary>
    public IReadOnlyList<ReportJob> Ranked => Objective is null ? Jobs :
    [
        .. Jobs.OrderBy(job => job.FinalObjective is null).ThenBy(job => job.FinalObjective is { } value ? Objective.Type.Loss(value) : 0).ThenBy(job => job.CreationTime),
    ];

    /// <summary>The job with the best objective; null when no job has one.</summary>
    public ReportJob? Best => Objective is not null && Ranked is [{ FinalObjective: not null } best, ..] ? best : null;
}
