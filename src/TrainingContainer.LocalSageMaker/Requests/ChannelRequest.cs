using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>One item of InputDataConfig.</summary>
internal sealed record ChannelRequest
{
    /// <summary>ChannelName.</summary>
    public required string Name { get; init; }

    /// <summary>S3DataType: S3Prefix, ManifestFile or AugmentedManifestFile.</summary>
    public required string DataType { get; init; }

    /// <summary>S3Uri: a key's beginning, or the manifest's key.</summary>
    public required S3Location Location { get; init; }

    /// <summary>Whether each host gets its part of the objects (ShardedByS3Key) rather than all (FullyReplicated, the default).</summary>
    public bool IsSharded { get; init; }

    /// <summary>AttributeNames of an augmented manifest, in their order.</summary>
    public IReadOnlyList<string> AttributeNames { get; init; } = [];

    /// <summary>The instance groups that have the channel; empty for all.</summary>
    public IReadOnlyList<string> GroupNames { get; init; } = [];

    /// <summary>ContentType; null when not given.</summary>
    public string? ContentType { get; init; }

    /// <summary>Whether objects are decompressed on their way into a pipe (CompressionType Gzip).</summary>
    public bool IsGzip { get; init; }

    /// <summary>Whether each object becomes a record (RecordWrapperType RecordIO).</summary>
    public bool IsWrapped { get; init; }

    /// <summary>InputMode, or the job's TrainingInputMode: File, FastFile or Pipe.</summary>
    public required string InputMode { get; init; }

    /// <summary>ShuffleConfig.Seed; null without one.</summary>
    public long? ShuffleSeed { get; init; }
}
