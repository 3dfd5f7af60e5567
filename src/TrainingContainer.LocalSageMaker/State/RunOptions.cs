namespace TrainingContainer.LocalSageMaker.State;

/// <summary>How a job is run on this machine: what no request to AWS says.</summary>
internal sealed record RunOptions
{
    /// <summary>The endpoint's word for Amazon S3 itself.</summary>
    public const string AmazonItself = "aws";

    /// <summary>"process" or "docker".</summary>
    public string Runner { get; init; } = "process";

    /// <summary>The program that runs as a plain process in the image's place.</summary>
    public string? Program { get; init; }

    /// <summary>The folder that stands for S3: a folder per bucket.</summary>
    public required string S3Root { get; init; }

    /// <summary>The S3 API that stands for S3: its URL, or <see cref="AmazonItself"/>; null for the folder. Never credentials.</summary>
    public string? S3Endpoint { get; init; }

    /// <summary>The environment variables with credentials that were set when the job was created; none for the folder.</summary>
    public IReadOnlyList<string> CredentialVariables { get; init; } = [];

    /// <summary>For the ARN and AWS_REGION.</summary>
    public string Region { get; init; } = "us-east-1";

    /// <summary>Spot interruptions, as <see cref="Jobs.InterruptionSchedule"/> reads them; null for none.</summary>
    public string? SpotInterruptions { get; init; }

    /// <summary>Failures of the machine itself, in the same words; null for none.</summary>
    public string? InternalErrors { get; init; }

    /// <summary>Between SIGTERM and SIGKILL when a job is stopped.</summary>
    public double StopGraceSeconds { get; init; } = 120;

    /// <summary>Between SIGTERM and SIGKILL when Spot takes the machine back; 0: SIGKILL at once.</summary>
    public double SpotGraceSeconds { get; init; } = 120;

    /// <summary>What Spot costs less: only BillableTimeInSeconds shows it.</summary>
    public double SpotDiscount { get; init; } = 0.7;

    /// <summary>How often checkpoints are looked at.</summary>
    public double CheckpointIntervalSeconds { get; init; } = 1;

    /// <summary>Bytes per second into each pipe; null for as fast as they are read.</summary>
    public long? PipeBytesPerSecond { get; init; }
}
