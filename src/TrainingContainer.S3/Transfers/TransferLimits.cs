namespace TrainingContainer.S3;

/// <summary>Every bound of a transfer.</summary>
internal sealed record TransferLimits
{
    /// <summary>What jobs use.</summary>
    public static TransferLimits Default { get; } = new();

    /// <summary>Tries of a request, the first included.</summary>
    public int Attempts { get; init; } = 6;

    /// <summary>The longest that one try may take: 8 MiB at 70 kB/s.</summary>
    public TimeSpan AttemptTimeMax { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The pause before the second try; it doubles with each, and is drawn around that (Polly's decorrelated jitter).</summary>
    public TimeSpan PauseFirst { get; init; } = TimeSpan.FromSeconds(0.3);

    /// <summary>The longest pause.</summary>
    public TimeSpan PauseMax { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Requests at a time.</summary>
    public int Parallel { get; init; } = 8;

    /// <summary>Bytes of one request, and of a part: 8 MiB, as in the AWS command line.</summary>
    public int PieceBytes { get; init; } = 8 << 20;

    /// <summary>The largest piece, where the parts of an object say how it is to be read: 64 MiB.</summary>
    public int PieceBytesMax { get; init; } = 64 << 20;

    /// <summary>The most parts of an upload: S3's own limit.</summary>
    public int PartsMax { get; init; } = 10_000;

    /// <summary>The most objects below a prefix.</summary>
    public int ObjectsMax { get; init; } = 1_000_000;

    /// <summary>Times that an object is read again whose bytes aren't what its ETag says.</summary>
    public int ReadsMax { get; init; } = 3;
}
