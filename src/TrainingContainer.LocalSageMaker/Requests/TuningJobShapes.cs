using static TrainingContainer.LocalSageMaker.Requests.Member;
using static TrainingContainer.LocalSageMaker.Requests.TrainingJobShapes;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>
/// The structures of the CreateHyperParameterTuningJob API with their types and limits.
/// Source: the SageMaker API's model of 2017-07-24 in its state of August 2026.
/// </summary>
internal static class TuningJobShapes
{
    /// <summary>Variables of Environment at most, of all definitions together.</summary>
    public const int EnvironmentEntriesMax = 48;

    private const int RuntimeSecondsMin = 120;
    private const int RuntimeSecondsMax = 15_768_000;

    /// <summary>HyperParameterTuningJobName.</summary>
    public static TextShape TuningJobName { get; } = new(1, 32, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,31}", "digits-tuning-1");

    private static Shape Objective { get; } = new StructureShape(
        Required("Type", new ChoiceShape("Maximize", "Minimize")), Required("MetricName", new TextShape(1, 255, ".+", "validation:accuracy")));

    private static Shape TuningConfig { get; } = new StructureShape(
        Required("Strategy", new ChoiceShape("Bayesian", "Random", "Hyperband", "Grid")),
        Optional("StrategyConfig", new StructureShape(
            Optional("HyperbandStrategyConfig", new StructureShape(
                Optional("MinResource", new IntegerShape(1)), Optional("MaxResource", new IntegerShape(1, HyperbandResource.Limit)))))),
        Optional("HyperParameterTuningJobObjective", Objective),
        Required("ResourceLimits", new StructureShape(
            Optional("MaxNumberOfTrainingJobs", new IntegerShape(1)),
            Required("MaxParallelTrainingJobs", new IntegerShape(1)),
            Optional("MaxRuntimeInSeconds", new IntegerShape(RuntimeSecondsMin, RuntimeSecondsMax)))),
        Optional("ParameterRanges", new ParameterRangesShape()),
        Optional("TrainingJobEarlyStoppingType", new ChoiceShape("Off", "Auto")),
        Optional("TuningJobCompletionCriteria", new StructureShape(
            Optional("TargetObjectiveMetricValue", new NumberShape()),
            Optional("BestObjectiveNotImproving", new StructureShape(Optional("MaxNumberOfTrainingJobsNotImproving", new IntegerShape(3)))),
            Optional("ConvergenceDetected", new StructureShape(Optional("CompleteOnConvergence", new ChoiceShape("Disabled", "Enabled")))))),
        Optional("RandomSeed", new IntegerShape(0)));

    private static Shape Definition { get; } = new StructureShape(
        Optional("DefinitionName", new TextShape(1, 64, "[a-zA-Z0-9](-*[a-zA-Z0-9]){0,63}")),
        Optional("TuningObjective", Objective),
        Optional("HyperParameterRanges", new ParameterRangesShape()),
        Optional("StaticHyperParameters", HyperParameters),
        Required("AlgorithmSpecification", new StructureShape(
            Optional("TrainingImage", Line(255)),
            WithoutEffect("AlgorithmName"),
            Required("TrainingInputMode", InputMode),
            Optional("MetricDefinitions", MetricDefinitions))),
        Required("RoleArn", RoleArn),
        Optional("InputDataConfig", InputDataConfig),
        Optional("VpcConfig", VpcConfig),
        Required("OutputDataConfig", OutputDataConfig),
        Optional("ResourceConfig", ResourceConfig),
        Optional("HyperParameterTuningResourceConfig", new StructureShape(
            Optional("InstanceType", InstanceType),
            Optional("InstanceCount", Count),
            Optional("VolumeSizeInGB", Count),
            Optional("VolumeKmsKeyId", KmsKey),
            WithoutEffect("AllocationStrategy"),
            Optional("InstanceConfigs", new ListShape(
                new StructureShape(Required("InstanceType", InstanceType), Required("InstanceCount", Count), Required("VolumeSizeInGB", new IntegerShape(1))), 1, 6)))),
        Required("StoppingCondition", StoppingCondition),
        Optional("EnableNetworkIsolation", new FlagShape()),
        Optional("EnableInterContainerTrafficEncryption", new FlagShape()),
        Optional("EnableManagedSpotTraining", new FlagShape()),
        Optional("CheckpointConfig", CheckpointConfig),
        Optional("RetryStrategy", RetryStrategy),
        Optional("Environment", Environment(EnvironmentEntriesMax)));

    /// <summary>The request of CreateHyperParameterTuningJob.</summary>
    public static StructureShape CreateHyperParameterTuningJob { get; } = new(
        Required("HyperParameterTuningJobName", TuningJobName),
        Required("HyperParameterTuningJobConfig", TuningConfig),
        Optional("TrainingJobDefinition", Definition),
        Optional("TrainingJobDefinitions", new ListShape(Definition, 1, 10)),
        Optional("WarmStartConfig", new StructureShape(
            Required("ParentHyperParameterTuningJobs", new ListShape(new StructureShape(Required("HyperParameterTuningJobName", TuningJobName)), 1, 5)),
            Required("WarmStartType", new ChoiceShape("IdenticalDataAndAlgorithm", "TransferLearning")))),
        Optional("Tags", Tags),
        Optional("Autotune", new StructureShape(Required("Mode", new ChoiceShape("Enabled")))));
}
