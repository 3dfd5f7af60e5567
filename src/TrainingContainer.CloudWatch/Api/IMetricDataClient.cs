namespace TrainingContainer.CloudWatch;

/// <summary>Calls PutMetricData, once. Retries, time limits and batches are the sink's.</summary>
public interface IMetricDataClient
{
    /// <summary>Sends a request.</summary>
    /// <exception cref="MetricsRefusedException">The service refuses it, and would again.</exception>
    /// <exception cref="Exception">Anything else: perhaps it works the next time.</exception>
    Task PutAsync(MetricDataRequest request, CancellationToken cancel);
}
