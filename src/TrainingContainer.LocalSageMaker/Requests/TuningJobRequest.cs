using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A CreateHyperParameterTuningJob request that was found to be right.</summary>
internal sealed record TuningJobRequest
{
    /// <summary>The hyperparameter by which the service tells a training job what its tuning job looks at.</summary>
    public const string ObjectiveHyperParameter = "_tuning_objective_metric";

    // What a training job takes from the definition as it stands.
    private static readonly string[] Taken =
    [
        "RoleArn", "InputDataConfig", "OutputDataConfig", "ResourceConfig", "VpcConfig", "StoppingCondition", "EnableNetworkIsolation",
        "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "RetryStrategy", "Environment",
    ];

    private readonly JsonElement _json;

    private TuningJobRequest(JsonElement json) => _json = json;

    /// <summary>HyperParameterTuningJobName.</summary>
    public string Name => _json.Text("HyperParameterTuningJobName")!;

    /// <summary>TrainingJobDefinition.RoleArn: only its account number matters here.</summary>
    public string RoleArn => Definition.Text("RoleArn")!;

    /// <summary>Strategy.</summary>
    public TuningStrategyType Strategy => Enum.Parse<TuningStrategyType>(Config.Text("Strategy")!);

    /// <summary>HyperParameterTuningJobObjective.Type.</summary>
    public ObjectiveType Objective => Enum.Parse<ObjectiveType>(Config.GetProperty("HyperParameterTuningJobObjective").Text("Type")!);

    /// <summary>HyperParameterTuningJobObjective.MetricName.</summary>
    public string Metric => Config.GetProperty("HyperParameterTuningJobObjective").Text("MetricName")!;

    /// <summary>ParameterRanges.</summary>
    public required SearchSpace Space { get; init; }

    /// <summary>HyperbandStrategyConfig; null for other strategies.</summary>
    public HyperbandResource? Resource { get; private init; }

    /// <summary>MaxNumberOfTrainingJobs; for Grid how many combinations there are, else 750 when not given.</summary>
    public int JobsMax => Strategy == TuningStrategyType.Grid ? (int)Space.Size : Limits.Integer("MaxNumberOfTrainingJobs") ?? TuningJobRules.JobsMax;

    /// <summary>MaxParallelTrainingJobs.</summary>
    public int ParallelMax => Limits.Integer("MaxParallelTrainingJobs")!.Value;

    /// <summary>ResourceLimits.MaxRuntimeInSeconds; null when not given.</summary>
    public int? MaxRuntimeSeconds => Limits.Integer("MaxRuntimeInSeconds");

    /// <summary>Whether TrainingJobEarlyStoppingType is Auto.</summary>
    public bool StopsEarly => Config.Text("TrainingJobEarlyStoppingType") == "Auto";

    /// <summary>RandomSeed; null when not given.</summary>
    public int? Seed => Config.Integer("RandomSeed");

    /// <summary>StaticHyperParameters.</summary>
    public IReadOnlyDictionary<string, string> StaticHyperParameters => Definition.Entries("StaticHyperParameters");

    /// <summary>The parents' names; empty without WarmStartConfig.</summary>
    public IReadOnlyList<string> Parents =>
        [.. (_json.Find("WarmStartConfig")?.Items("ParentHyperParameterTuningJobs") ?? []).Select(parent => parent.Text("HyperParameterTuningJobName")!)];

    /// <summary>WarmStartType; null without WarmStartConfig.</summary>
    public WarmStartType? WarmStartType => _json.Find("WarmStartConfig") is { } config ? Enum.Parse<WarmStartType>(config.Text("WarmStartType")!) : null;

    /// <summary>TuningJobCompletionCriteria.</summary>
    public CompletionCriteria Completion => Config.Find("TuningJobCompletionCriteria") is not { } criteria ? new CompletionCriteria() : new CompletionCriteria(
        criteria.Find("TargetObjectiveMetricValue")?.GetDouble(),
        criteria.Find("BestObjectiveNotImproving")?.Integer("MaxNumberOfTrainingJobsNotImproving"),
        criteria.Find("ConvergenceDetected")?.Text("CompleteOnConvergence") == "Enabled");

    private JsonElement Config => _json.GetProperty("HyperParameterTuningJobConfig");

    private JsonElement Limits => Config.GetProperty("ResourceLimits");

    private JsonElement Definition => _json.GetProperty("TrainingJobDefinition");

    /// <summary>Reads a request that was checked, or throws with everything that is wrong with it.</summary>
    /// <param name="request">The JSON object.</param>
    /// <param name="findings">Receives the notices.</param>
    /// <exception cref="JobInputException">At least one mistake was found.</exception>
    public static TuningJobRequest Read(JsonElement request, RequestFindings findings)
    {
        TuningJobShapes.CreateHyperParameterTuningJob.Check(request, "", findings);
        findings.ThrowIfRefused();
        TuningJobRules.Check(request, findings);
        findings.ThrowIfRefused();
        var (config, strategy) = (request.GetProperty("HyperParameterTuningJobConfig"), request.GetProperty("HyperParameterTuningJobConfig").Text("Strategy")!);
        return new TuningJobRequest(request)
        {
            Space = ParameterRangesReader.Read(config.GetProperty("ParameterRanges"), "", Enum.Parse<TuningStrategyType>(strategy), [])!,
            Resource = strategy == nameof(TuningStrategyType.Hyperband) ? ReadResource(config, request.GetProperty("TrainingJobDefinition"), []) : null,
        };
    }

    /// <summary>The resource of Hyperband.</summary>
    /// <param name="config">HyperParameterTuningJobConfig.</param>
    /// <param name="definition">TrainingJobDefinition.</param>
    /// <param name="mistakes">Receives every mistake.</param>
    public static HyperbandResource? ReadResource(JsonElement config, JsonElement definition, ICollection<Mistake> mistakes)
    {
        var hyperband = config.Find("StrategyConfig")?.Find("HyperbandStrategyConfig");
        return HyperbandResource.Infer(hyperband?.Integer("MinResource"), hyperband?.Integer("MaxResource"), definition.Entries("StaticHyperParameters"), mistakes);
    }

    /// <summary>The CreateTrainingJob request of one of the tuning job's training jobs.</summary>
    /// <param name="name">TrainingJobName.</param>
    /// <param name="tuned">The hyperparameters that the strategy chose.</param>
    public JsonElement TrainingJob(string name, IEnumerable<KeyValuePair<string, string>> tuned) => TrainingJob(_json, name, tuned);

    /// <summary>The same of a request whose members have their shapes.</summary>
    /// <param name="tuningJob">The CreateHyperParameterTuningJob request.</param>
    /// <param name="name">TrainingJobName.</param>
    /// <param name="tuned">The hyperparameters that the strategy chose.</param>
    internal static JsonElement TrainingJob(JsonElement tuningJob, string name, IEnumerable<KeyValuePair<string, string>> tuned)
    {
        var definition = JsonObject.Create(tuningJob.GetProperty("TrainingJobDefinition"))!;
        var request = new JsonObject { ["TrainingJobName"] = name };
        var hyperparameters = (JsonObject)(definition["StaticHyperParameters"]?.DeepClone() ?? new JsonObject());
        foreach (var (key, value) in tuned) hyperparameters[key] = value;
        hyperparameters[ObjectiveHyperParameter] = tuningJob.GetProperty("HyperParameterTuningJobConfig").GetProperty("HyperParameterTuningJobObjective").Text("MetricName");
        request["HyperParameters"] = hyperparameters;
        request["AlgorithmSpecification"] = definition["AlgorithmSpecification"]!.DeepClone();
        foreach (var member in Taken)
            if (definition[member] is { } value) request[member] = value.DeepClone();
        if (definition["HyperParameterTuningResourceConfig"] is JsonObject resources) request["ResourceConfig"] = Resources(resources);
        // jobs that shared a folder would resume from one another's checkpoints
        if (definition["CheckpointConfig"]?.DeepClone() is JsonObject checkpoints)
        {
            checkpoints["S3Uri"] = $"{checkpoints["S3Uri"]!.GetValue<string>().TrimEnd('/')}/{name}/";
            request["CheckpointConfig"] = checkpoints;
        }

        return JsonSerializer.SerializeToElement(request);
    }

    private static JsonObject Resources(JsonObject tuning)
    {
        var first = (JsonObject)((tuning["InstanceConfigs"] as JsonArray)?[0] ?? tuning).DeepClone();
        foreach (var member in (string[])["AllocationStrategy", "InstanceConfigs"]) first.Remove(member);
        if (tuning["VolumeKmsKeyId"] is { } key) first["VolumeKmsKeyId"] = key.DeepClone();
        return first;
    }
}
