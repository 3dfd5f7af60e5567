using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A CreateTrainingJob request that was found to be right.</summary>
internal sealed record TrainingJobRequest
{
    /// <summary>MaxRuntimeInSeconds without a StoppingCondition: a day.</summary>
    public const int MaxRuntimeSecondsDefault = 86_400;

    /// <summary>CheckpointConfig.LocalPath when not given.</summary>
    public const string CheckpointPathDefault = "/opt/ml/checkpoints";

    /// <summary>TrainingJobName.</summary>
    public required string Name { get; init; }

    /// <summary>RoleArn: only its account number matters here.</summary>
    public required string RoleArn { get; init; }

    /// <summary>AlgorithmSpecification.TrainingImage; null when not given.</summary>
    public string? Image { get; init; }

    /// <summary>ContainerEntrypoint; empty when not given.</summary>
    public IReadOnlyList<string> Entrypoint { get; init; } = [];

    /// <summary>ContainerArguments; empty when not given.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>MetricDefinitions.</summary>
    public IReadOnlyList<MetricDefinition> Metrics { get; init; } = [];

    /// <summary>HyperParameters.</summary>
    public IReadOnlyDictionary<string, string> HyperParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>InputDataConfig.</summary>
    public IReadOnlyList<ChannelRequest> Channels { get; init; } = [];

    /// <summary>OutputDataConfig.S3OutputPath.</summary>
    public required S3Location Output { get; init; }

    /// <summary>Whether outputs become tar.gz files (OutputDataConfig.CompressionType GZIP, the default).</summary>
    public bool IsOutputCompressed { get; init; } = true;

    /// <summary>InstanceGroups, or the one group of InstanceType and InstanceCount.</summary>
    public required IReadOnlyList<InstanceGroup> Groups { get; init; }

    /// <summary>MaxRuntimeInSeconds.</summary>
    public int MaxRuntimeSeconds { get; init; } = MaxRuntimeSecondsDefault;

    /// <summary>MaxWaitTimeInSeconds; null when not given.</summary>
    public int? MaxWaitSeconds { get; init; }

    /// <summary>EnableManagedSpotTraining.</summary>
    public bool IsSpot { get; init; }

    /// <summary>CheckpointConfig.S3Uri; null without one.</summary>
    public S3Location? Checkpoints { get; init; }

    /// <summary>CheckpointConfig.LocalPath.</summary>
    public string CheckpointPath { get; init; } = CheckpointPathDefault;

    /// <summary>Environment.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>RetryStrategy.MaximumRetryAttempts; 0 without one.</summary>
    public int RetryAttemptsMax { get; init; }

    /// <summary>EnableNetworkIsolation.</summary>
    public bool IsIsolated { get; init; }

    /// <summary>Reads a request that was checked, or throws with everything that is wrong with it.</summary>
    /// <param name="request">The JSON object.</param>
    /// <param name="findings">Receives the notices.</param>
    /// <exception cref="SageMaker.JobInputException">At least one mistake was found.</exception>
    public static TrainingJobRequest Read(JsonElement request, RequestFindings findings)
    {
        TrainingJobShapes.CreateTrainingJob.Check(request, "", findings);
        findings.ThrowIfRefused();
        TrainingJobRules.Check(request, findings);
        findings.ThrowIfRefused();
        var algorithm = request.GetProperty("AlgorithmSpecification");
        var stopping = request.Find("StoppingCondition");
        var checkpoints = request.Find("CheckpointConfig");
        var output = request.GetProperty("OutputDataConfig");
        return new TrainingJobRequest
        {
            Name = request.Text("TrainingJobName")!,
            RoleArn = request.Text("RoleArn")!,
            Image = algorithm.Text("TrainingImage"),
            Entrypoint = algorithm.Texts("ContainerEntrypoint"),
            Arguments = algorithm.Texts("ContainerArguments"),
            Metrics = [.. algorithm.Items("MetricDefinitions").Select(metric => new MetricDefinition(metric.Text("Name")!, metric.Text("Regex")!))],
            HyperParameters = request.Entries("HyperParameters"),
            Channels = [.. request.Items("InputDataConfig").Select(channel => ReadChannel(channel, algorithm.Text("TrainingInputMode")!))],
            Output = S3Location.TryParse(output.Text("S3OutputPath")!)!,
            IsOutputCompressed = output.Text("CompressionType") != "NONE",
            Groups = ReadGroups(request.GetProperty("ResourceConfig")),
            MaxRuntimeSeconds = stopping?.Integer("MaxRuntimeInSeconds") ?? MaxRuntimeSecondsDefault,
            MaxWaitSeconds = stopping?.Integer("MaxWaitTimeInSeconds"),
            IsSpot = request.Flag("EnableManagedSpotTraining"),
            Checkpoints = checkpoints is { } config ? S3Location.TryParse(config.Text("S3Uri")!) : null,
            CheckpointPath = checkpoints?.Text("LocalPath") ?? CheckpointPathDefault,
            Environment = request.Entries("Environment"),
            RetryAttemptsMax = request.Find("RetryStrategy")?.Integer("MaximumRetryAttempts") ?? 0,
            IsIsolated = request.Flag("EnableNetworkIsolation"),
        };
    }

    private static ChannelRequest ReadChannel(JsonElement channel, string inputMode)
    {
        var source = channel.GetProperty("DataSource").GetProperty("S3DataSource");
        return new ChannelRequest
        {
            Name = channel.Text("ChannelName")!,
            DataType = source.Text("S3DataType")!,
            Location = S3Location.TryParse(source.Text("S3Uri")!)!,
            IsSharded = source.Text("S3DataDistributionType") == "ShardedByS3Key",
            AttributeNames = source.Texts("AttributeNames"),
            GroupNames = source.Texts("InstanceGroupNames"),
            ContentType = channel.Text("ContentType"),
            IsGzip = channel.Text("CompressionType") == "Gzip",
            IsWrapped = channel.Text("RecordWrapperType") == "RecordIO",
            InputMode = channel.Text("InputMode") ?? inputMode,
            ShuffleSeed = channel.Find("ShuffleConfig")?.GetProperty("Seed").GetInt64(),
        };
    }

    private static InstanceGroup[] ReadGroups(JsonElement resources)
    {
        InstanceGroup[] groups =
        [
            .. resources.Items("InstanceGroups").Select(group =>
                new InstanceGroup(group.Text("InstanceGroupName")!, group.Text("InstanceType")!, group.Integer("InstanceCount")!.Value)),
        ];
        return groups.Length > 0 ? groups : [new InstanceGroup(InstanceGroup.Homogeneous, resources.Text("InstanceType")!, resources.Integer("InstanceCount")!.Value)];
    }
}
