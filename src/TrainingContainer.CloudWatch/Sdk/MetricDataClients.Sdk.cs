namespace TrainingContainer.CloudWatch;

public static partial class MetricDataClients
{
    static partial void Create(ref IMetricDataClient? client) => client = new SdkMetricDataClient();
}
