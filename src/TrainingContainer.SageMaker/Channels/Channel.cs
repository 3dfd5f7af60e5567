namespace TrainingContainer.SageMaker;

/// <summary>A channel of the job.</summary>
/// <param name="Name">For example <c>train</c>.</param>
/// <param name="Directory">
/// Where its files are in File and FastFile mode; in Pipe mode the FIFOs' path without <c>_&lt;epoch&gt;</c>.
/// </param>
/// <param name="InputMode">How the data comes.</param>
/// <param name="ContentType">What the data is; <c>text/csv</c> when the job does not say.</param>
/// <param name="S3DistributionType">
/// <c>FullyReplicated</c> (also when the job does not say) or <c>ShardedByS3Key</c>; a sharded channel may be empty on some hosts.
/// </param>
/// <param name="RecordWrapperType"><c>None</c> (also when the job does not say) or <c>RecordIO</c>.</param>
public sealed record Channel(
    string Name, string Directory, InputMode InputMode, ContentType ContentType, string S3DistributionType, string RecordWrapperType)
{
    /// <summary>The prefix in S3 that its files are downloaded from where no service does so; null when they are here already.</summary>
    public S3Location? Source { get; init; }

    /// <summary>Whether each host gets a share of the objects: ShardedByS3Key, in any letter case.</summary>
    public bool IsSharded => S3DistributionType.Equals("ShardedByS3Key", StringComparison.OrdinalIgnoreCase);
}
