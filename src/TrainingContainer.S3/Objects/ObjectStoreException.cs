namespace TrainingContainer.S3;

/// <summary>A request to S3 failed.</summary>
/// <param name="failure">Why.</param>
/// <param name="message">What was found; without secrets.</param>
/// <param name="inner">What said so.</param>
internal sealed class ObjectStoreException(ObjectStoreFailure failure, string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Why.</summary>
    public ObjectStoreFailure Failure { get; } = failure;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Failure is ObjectStoreFailure.Damaged or ObjectStoreFailure.NoConnection or ObjectStoreFailure.TimedOut or ObjectStoreFailure.Unavailable;
}
