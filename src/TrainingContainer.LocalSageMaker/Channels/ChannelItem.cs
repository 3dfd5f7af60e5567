using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Channels;

/// <summary>An object of a channel, or a line of its augmented manifest.</summary>
/// <param name="Location">The object, or the manifest.</param>
/// <param name="Path">Where it lies in the channel's folder.</param>
/// <param name="Line">The line; null for an object.</param>
internal sealed record ChannelItem(S3Location Location, string Path, string? Line = null);
