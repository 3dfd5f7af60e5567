namespace TrainingContainer.Training;

/// <summary>Metrics for CloudWatch.</summary>
/// <param name="Output">How they go there.</param>
/// <param name="Namespace">Their namespace.</param>
/// <param name="Period">The time between two samples.</param>
public sealed record CloudWatchSettings(CloudWatchOutput Output, string Namespace, TimeSpan Period)
{
    /// <summary>The runtime's switch (in training-container.runtimeconfig.json) that says whether PutMetricData was built in.</summary>
    public const string ApiSwitch = "TrainingContainer.CloudWatchApi";

    /// <summary>Whether this program can call PutMetricData.</summary>
    public static bool HasApi => AppContext.TryGetSwitch(ApiSwitch, out var has) && has;
}
