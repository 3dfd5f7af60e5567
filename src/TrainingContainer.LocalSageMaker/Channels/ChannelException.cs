namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>A channel's data is not what its request says: the job fails with a ClientError.</summary>
internal sealed class ChannelException(string message) : Exception(message);
