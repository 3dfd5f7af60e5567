using static TrainingContainer.LocalSageMaker.Requests.Member;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>
/// The structures of the CreateTrainingJob API with their types and limits.
/// Source: the SageMaker API's model of 2017-07-24 in its state of August 2026.
/// </summary>
internal static class TrainingJobShapes
{
    /// <summary>TrainingJobName.</summary>
    public static TextShape JobName { get; } = new(1, 63, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}", "digits-2026-11-21");

    /// <summary>Words of any kind, on one line.</summary>
    public static TextShape Line(int max, int min = 0) => new(min, max);

    private static TextShape S3Uri { get; } = new(0, 1024, "(https|s3)://([^/]+)/?(.*)", "s3://bucket/folder/");

    /// <summary>KmsKeyId.</summary>
    public static TextShape KmsKey { get; } = new(0, 2048, "[a-zA-Z0-9:/_-]*");

    /// <summary>RoleArn.</summary>
    public static TextShape RoleArn { get; } =
        new(20, 2048, @"arn:aws[a-z\-]*:iam::[0-9]{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+", "arn:aws:iam::111122223333:role/Training");

    /// <summary>TrainingInputMode.</summary>
    public static ChoiceShape InputMode { get; } = new("Pipe", "File", "FastFile");

    /// <summary>InstanceType.</summary>
    public static ChoiceShape InstanceType { get; } = new(InstanceTypes.All);

    /// <summary>InstanceCount, VolumeSizeInGB.</summary>
    public static IntegerShape Count { get; } = new(0);

    private static TextShape GroupName { get; } = new(1, 64, ".+");

    /// <summary>AlgorithmSpecification.MetricDefinitions.</summary>
    public static Shape MetricDefinitions { get; } = new ListShape(
        new StructureShape(Required("Name", new TextShape(1, 255, ".+")), Required("Regex", new TextShape(1, 500, ".+", "train:loss=([-+0-9.eE]+)"))), 0, 40);

    /// <summary>HyperParameters.</summary>
    public static Shape HyperParameters { get; } = new MapShape(Line(256), Line(2500), 100);

    /// <summary>InputDataConfig.</summary>
    public static Shape InputDataConfig { get; } = new ListShape(
        new StructureShape(
            Required("ChannelName", new TextShape(1, 64, @"[A-Za-z0-9.\-_]+", "train")),
            Required("DataSource", new StructureShape(
                Optional("S3DataSource", new StructureShape(
                    Required("S3DataType", new ChoiceShape("ManifestFile", "S3Prefix", "AugmentedManifestFile", "Converse")),
                    Required("S3Uri", S3Uri),
                    Optional("S3DataDistributionType", new ChoiceShape("FullyReplicated", "ShardedByS3Key")),
                    Optional("AttributeNames", new ListShape(new TextShape(1, 256, ".+"), 0, 16)),
                    Optional("InstanceGroupNames", new ListShape(GroupName, 0, 5)),
                    WithoutEffect("ModelAccessConfig"),
                    WithoutEffect("HubAccessConfig"))),
                WithoutEffect("FileSystemDataSource"),
                WithoutEffect("DatasetSource"))),
            Optional("ContentType", Line(256)),
            Optional("CompressionType", new ChoiceShape("None", "Gzip")),
            Optional("RecordWrapperType", new ChoiceShape("None", "RecordIO")),
            Optional("InputMode", InputMode),
            Optional("ShuffleConfig", new StructureShape(Required("Seed", new IntegerShape(long.MinValue, long.MaxValue))))),
        1, 20);

    /// <summary>OutputDataConfig.</summary>
    public static Shape OutputDataConfig { get; } = new StructureShape(
        Optional("KmsKeyId", KmsKey), Required("S3OutputPath", S3Uri), Optional("CompressionType", new ChoiceShape("GZIP", "NONE")));

    /// <summary>ResourceConfig.</summary>
    public static Shape ResourceConfig { get; } = new StructureShape(
        Optional("InstanceType", InstanceType),
        Optional("InstanceCount", Count),
        Optional("VolumeSizeInGB", Count),
        Optional("VolumeKmsKeyId", KmsKey),
        WithoutEffect("KeepAlivePeriodInSeconds"),
        Optional("InstanceGroups", new ListShape(
            new StructureShape(Required("InstanceType", InstanceType), Required("InstanceCount", Count), Required("InstanceGroupName", GroupName)), 0, 5)),
        WithoutEffect("TrainingPlanArn"),
        WithoutEffect("InstancePlacementConfig"));

    /// <summary>VpcConfig.</summary>
    public static Shape VpcConfig { get; } = new StructureShape(
        Required("SecurityGroupIds", new ListShape(new TextShape(0, 32, "[-0-9a-zA-Z]+"), 1, 5)),
        Required("Subnets", new ListShape(new TextShape(0, 32, "[-0-9a-zA-Z]+"), 1, 16)));

    /// <summary>StoppingCondition.</summary>
    public static Shape StoppingCondition { get; } = new StructureShape(
        Optional("MaxRuntimeInSeconds", new IntegerShape(1)),
        Optional("MaxWaitTimeInSeconds", new IntegerShape(1)),
        WithoutEffect("MaxPendingTimeInSeconds"));

    /// <summary>CheckpointConfig.</summary>
    public static Shape CheckpointConfig { get; } = new StructureShape(Required("S3Uri", S3Uri), Optional("LocalPath", Line(4096)));

    /// <summary>RetryStrategy.</summary>
    public static Shape RetryStrategy { get; } = new StructureShape(Required("MaximumRetryAttempts", new IntegerShape(1, 30)));

    /// <summary>Tags.</summary>
    public static Shape Tags { get; } = new ListShape(
        new StructureShape(
            Required("Key", new TextShape(1, 128, @"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)")), Required("Value", new TextShape(0, 256, @"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)"))), 0, 50);

    /// <summary>Environment, for so many entries.</summary>
    public static Shape Environment(int entriesMax) => new MapShape(new TextShape(0, 512, "[a-zA-Z_][a-zA-Z0-9_]*", "LOG_LEVEL"), new TextShape(0, 512, @"[\S\s]*"), entriesMax);

    /// <summary>The request of CreateTrainingJob.</summary>
    public static StructureShape CreateTrainingJob { get; } = new(
        Required("TrainingJobName", JobName),
        Optional("HyperParameters", HyperParameters),
        Required("AlgorithmSpecification", new StructureShape(
            Optional("TrainingImage", Line(255)),
            WithoutEffect("AlgorithmName"),
            Required("TrainingInputMode", InputMode),
            Optional("MetricDefinitions", MetricDefinitions),
            Optional("EnableSageMakerMetricsTimeSeries", new FlagShape()),
            Optional("ContainerEntrypoint", new ListShape(Line(256), 1, 100)),
            Optional("ContainerArguments", new ListShape(Line(256), 1, 100)),
            WithoutEffect("TrainingImageConfig"))),
        Required("RoleArn", RoleArn),
        Optional("InputDataConfig", InputDataConfig),
        Required("OutputDataConfig", OutputDataConfig),
        Required("ResourceConfig", ResourceConfig),
        Optional("VpcConfig", VpcConfig),
        Optional("StoppingCondition", StoppingCondition),
        Optional("Tags", Tags),
        Optional("EnableNetworkIsolation", new FlagShape()),
        Optional("EnableInterContainerTrafficEncryption", new FlagShape()),
        Optional("EnableManagedSpotTraining", new FlagShape()),
        Optional("CheckpointConfig", CheckpointConfig),
        WithoutEffect("DebugHookConfig"),
        WithoutEffect("DebugRuleConfigurations"),
        WithoutEffect("TensorBoardOutputConfig"),
        WithoutEffect("ExperimentConfig"),
        WithoutEffect("ProfilerConfig"),
        WithoutEffect("ProfilerRuleConfigurations"),
        Optional("Environment", Environment(100)),
        Optional("RetryStrategy", RetryStrategy),
        WithoutEffect("RemoteDebugConfig"),
        WithoutEffect("InfraCheckConfig"),
        WithoutEffect("SessionChainingConfig"),
        WithoutEffect("ServerlessJobConfig"),
        WithoutEffect("MlflowConfig"),
        WithoutEffect("ModelPackageConfig"));
}
