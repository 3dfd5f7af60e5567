namespace TrainingContainer.CloudWatch;

/// <summary>PutMetricData can't work as things are: no credentials, no permission, a request that the service does not take.</summary>
/// <param name="message">The reason, for a user.</param>
/// <param name="inner">What the SDK threw.</param>
public sealed class MetricsRefusedException(string message, Exception? inner = null) : Exception(message, inner);
