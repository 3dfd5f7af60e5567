using System.Net;
using Amazon.CloudWatch;
using Amazon.CloudWatch.Model;
using Amazon.Runtime;
using Datum = Amazon.CloudWatch.Model.MetricDatum;

namespace TrainingContainer.CloudWatch;

/// <summary>PutMetricData by the AWS SDK.</summary>
internal sealed class SdkMetricDataClient : IMetricDataClient
{
    // made by the first call, on its thread: finding the region and the credentials may ask the network
    private readonly Lazy<AmazonCloudWatchClient> _client = new(() => new(new AmazonCloudWatchConfig
    {
        // the sink retries
        MaxErrorRetry = 0,
        Timeout = MetricDataSink.TryTimeMax,
    }));

    public async Task PutAsync(MetricDataRequest request, CancellationToken cancel)
    {
        try
        {
            await _client.Value.PutMetricDataAsync(Message(request), cancel).ConfigureAwait(false);
        }
        catch (AmazonServiceException exception) when (IsRefusal(exception))
        {
            throw new MetricsRefusedException($"{exception.ErrorCode}: {exception.Message}", exception);
        }
        catch (AmazonClientException exception)
        {
            // no region, no credentials
            throw new MetricsRefusedException(exception.Message, exception);
        }
    }

    private static bool IsRefusal(AmazonServiceException exception) =>
        exception.Retryable is null && exception.StatusCode is >= HttpStatusCode.BadRequest and < HttpStatusCode.InternalServerError
            and not (HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests)
        && exception.ErrorCode is not ("Throttling" or "ThrottlingException" or "RequestLimitExceeded" or "RequestExpired" or "ExpiredToken");

    private static PutMetricDataRequest Message(MetricDataRequest request)
    {
        List<Dimension> dimensions =
        [
            new() { Name = MetricDestination.JobDimension, Value = request.Destination.TrainingJobName },
            new() { Name = MetricDestination.HostDimension, Value = request.Destination.Host },
        ];
        return new()
        {
            Namespace = request.Destination.Namespace,
            MetricData = [.. request.Data.Select(datum => new Datum
            {
                MetricName = datum.Metric.Name,
                Dimensions = dimensions,
                Timestamp = datum.Time.UtcDateTime,
                Values = [.. datum.Values],
                Counts = [.. datum.Counts],
                Unit = StandardUnit.FindValue(CloudWatchMetrics.UnitOf(datum.Metric)),
                StorageResolution = request.Destination.StorageResolution,
            })],
        };
    }
}
