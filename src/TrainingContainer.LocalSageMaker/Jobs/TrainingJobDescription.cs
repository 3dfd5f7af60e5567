using System.Globalization;
using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Outputs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>A training job as DescribeTrainingJob and ListTrainingJobs answer.</summary>
internal static class TrainingJobDescription
{
    // The members of the request that DescribeTrainingJob repeats.
    private static readonly string[] Repeated =
    [
        "HyperParameters", "AlgorithmSpecification", "RoleArn", "InputDataConfig", "OutputDataConfig", "ResourceConfig", "VpcConfig", "StoppingCondition",
        "EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "CheckpointConfig", "DebugHookConfig", "ExperimentConfig",
        "DebugRuleConfigurations", "TensorBoardOutputConfig", "ProfilerConfig", "ProfilerRuleConfigurations", "Environment", "RetryStrategy", "RemoteDebugConfig",
        "InfraCheckConfig", "ServerlessJobConfig", "MlflowConfig", "ModelPackageConfig",
    ];

    /// <summary>The answer of DescribeTrainingJob.</summary>
    public static JsonObject Describe(JobFolder job, DateTimeOffset now)
    {
        var (request, state) = (job.ReadRequest(), job.ReadState());
        var answer = new JsonObject { ["TrainingJobName"] = job.Name, ["TrainingJobArn"] = state.Arn };
        if (state.TuningJobArn is { } tuning) answer["TuningJobArn"] = tuning;
        // required in the API: it says where the model will be, also where no host leaves one
        answer["ModelArtifacts"] = new JsonObject { ["S3ModelArtifacts"] = state.ModelArtifacts ?? OutputUpload.ModelOf(TrainingJobRequest.Read(request, new RequestFindings())).ToString() };
        answer["TrainingJobStatus"] = state.Status;
        answer["SecondaryStatus"] = state.SecondaryStatus;
        if (state.FailureReason is { } reason) answer["FailureReason"] = reason;
        foreach (var name in Repeated)
            if (request.Find(name) is { } value) answer[name] = JsonNode.Parse(value.GetRawText());
        answer["StoppingCondition"] ??= new JsonObject { ["MaxRuntimeInSeconds"] = TrainingJobRequest.MaxRuntimeSecondsDefault };
        foreach (var flag in (string[])["EnableNetworkIsolation", "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining"]) answer[flag] ??= false;
        if (answer["AlgorithmSpecification"] is JsonObject algorithm && algorithm["MetricDefinitions"] is JsonArray { Count: > 0 })
            algorithm["EnableSageMakerMetricsTimeSeries"] ??= true;
        AddTimes(answer, state);
        answer["SecondaryStatusTransitions"] = new JsonArray([.. state.Transitions.Select(Transition)]);
        if (Finals(job) is { Count: > 0 } finals) answer["FinalMetricDataList"] = finals;
        if (Seconds(job, state, request.Flag("EnableManagedSpotTraining"), now) is { } seconds)
            (answer["TrainingTimeInSeconds"], answer["BillableTimeInSeconds"]) = (seconds.Training, seconds.Billable);
        return answer;
    }

    /// <summary>TrainingTimeInSeconds and BillableTimeInSeconds; null before the first attempt came to Downloading.</summary>
    public static (int Training, int Billable)? Seconds(JobFolder job, JobState state, bool isSpot, DateTimeOffset now)
    {
        if (state.TrainingStartTime is null) return null;
        var time = state.EarlierAttempts + (state.AttemptStartTime is { } start ? now - start : TimeSpan.Zero);
        var discount = isSpot ? job.ReadOptions().SpotDiscount : 0;
        return (Math.Max(1, (int)Math.Round(time.TotalSeconds)), Math.Max(1, (int)Math.Round(time.TotalSeconds * (1 - discount))));
    }

    /// <summary>One item of ListTrainingJobs.</summary>
    public static JsonObject Summary(JobFolder job)
    {
        var state = job.ReadState();
        var answer = new JsonObject { ["TrainingJobName"] = job.Name, ["TrainingJobArn"] = state.Arn, ["CreationTime"] = Time(state.CreationTime) };
        if (state.TrainingEndTime is { } end) answer["TrainingEndTime"] = Time(end);
        answer["LastModifiedTime"] = Time(state.LastModifiedTime);
        answer["TrainingJobStatus"] = state.Status;
        answer["SecondaryStatus"] = state.SecondaryStatus;
        return answer;
    }

    /// <summary>As the AWS CLI prints times: ISO 8601 to the microsecond.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss.ffffffzzz", CultureInfo.InvariantCulture);

    private static void AddTimes(JsonObject answer, JobState state)
    {
        answer["CreationTime"] = Time(state.CreationTime);
        if (state.TrainingStartTime is { } start) answer["TrainingStartTime"] = Time(start);
        if (state.TrainingEndTime is { } end) answer["TrainingEndTime"] = Time(end);
        answer["LastModifiedTime"] = Time(state.LastModifiedTime);
    }

    private static JsonObject Transition(StatusTransition transition)
    {
        var answer = new JsonObject { ["Status"] = transition.Status, ["StartTime"] = Time(transition.StartTime) };
        if (transition.EndTime is { } end) answer["EndTime"] = Time(end);
        answer["StatusMessage"] = transition.StatusMessage;
        return answer;
    }

    // The last value counts, not the best, and of several hosts the last of all.
    private static JsonArray Finals(JobFolder job) =>
    [
        .. MetricSeries.Read(job.MetricsFile).GroupBy(point => point.Name).Select(metric => new JsonObject
        {
            ["MetricName"] = metric.Key, ["Value"] = metric.Last().Value, ["Timestamp"] = Time(metric.Last().Time),
        }),
    ];
}
