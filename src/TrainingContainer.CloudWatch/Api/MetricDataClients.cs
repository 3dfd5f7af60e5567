namespace TrainingContainer.CloudWatch;

/// <summary>The way to PutMetricData, where this build has one.</summary>
public static partial class MetricDataClients
{
    /// <summary>The AWS SDK's client, with the credentials and the region of its default chain; null where it was not built in.</summary>
    public static IMetricDataClient? TryCreate()
    {
        IMetricDataClient? client = null;
        Create(ref client);
        return client;
    }

    // Sdk/ implements it; without that folder the call is no call.
    static partial void Create(ref IMetricDataClient? client);
}
