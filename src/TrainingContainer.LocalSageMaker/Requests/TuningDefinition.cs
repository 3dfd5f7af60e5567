using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>
/// TrainingJobDefinition of a tuning job, or an item of TrainingJobDefinitions: what its training jobs run, what is searched, and which values
/// are good. The only one has its objective and ranges in the tuning job's configuration, each of several has its own.
/// </summary>
internal sealed class TuningDefinition
{
    /// <summary>TrainingJobDefinition.</summary>
    public const string One = "TrainingJobDefinition";

    /// <summary>TrainingJobDefinitions.</summary>
    public const string Several = "TrainingJobDefinitions";

    /// <summary>HyperParameterTuningJobConfig.</summary>
    public const string Config = "HyperParameterTuningJobConfig";

    /// <summary>The hyperparameter by which the service tells a training job what its tuning job looks at.</summary>
    public const string ObjectiveHyperParameter = "_tuning_objective_metric";

    // What a training job takes from the definition as it stands.
    private static readonly string[] Taken =
    [
        "RoleArn", "InputDataConfig", "OutputDataConfig", "ResourceConfig", "VpcConfig", "StoppingCondition", "EnableNetworkIsolation",
        "EnableInterContainerTrafficEncryption", "EnableManagedSpotTraining", "RetryStrategy", "Environment",
    ];

    private readonly JsonElement _config;

    private TuningDefinition(JsonElement config, JsonElement json, int? index)
    {
        (_config, Json, Path) = (config, json, index is null ? One : $"{Several}[{index}]");
        var (place, path, objective, ranges) = index is null
            ? (config, Config, "HyperParameterTuningJobObjective", "ParameterRanges")
            : (json, Path, "TuningObjective", "HyperParameterRanges");
        (ObjectiveJson, ObjectivePath) = (place.Find(objective), $"{path}.{objective}");
        RangesName = ranges;
        (RangesJson, RangesPath) = (place.Find(ranges), $"{path}.{ranges}");
    }

    /// <summary>The definition as it stands in the request.</summary>
    public JsonElement Json { get; }

    /// <summary>Where it stands there.</summary>
    public string Path { get; }

    /// <summary>HyperParameterTuningJobObjective or TuningObjective; null when it is not there.</summary>
    public JsonElement? ObjectiveJson { get; }

    /// <summary>Where that stands.</summary>
    public string ObjectivePath { get; }

    /// <summary>ParameterRanges or HyperParameterRanges; null when they are not there.</summary>
    public JsonElement? RangesJson { get; }

    /// <summary>Where they stand.</summary>
    public string RangesPath { get; }

    /// <summary>How they are called there.</summary>
    public string RangesName { get; }

    /// <summary>DefinitionName; null when not given.</summary>
    public string? Name => Json.Text("DefinitionName");

    /// <summary>Type of the objective.</summary>
    public ObjectiveType Objective => Enum.Parse<ObjectiveType>(ObjectiveJson!.Value.Text("Type")!);

    /// <summary>MetricName of the objective.</summary>
    public string Metric => ObjectiveJson!.Value.Text("MetricName")!;

    /// <summary>What is searched.</summary>
    public SearchSpace Space => field ??= ReadSpace(Enum.Parse<TuningStrategyType>(_config.Text("Strategy")!), [])!;

    /// <summary>HyperbandStrategyConfig; null for other strategies.</summary>
    public HyperbandResource? Resource => field ??= _config.Text("Strategy") == nameof(TuningStrategyType.Hyperband) ? ReadResource([]) : null;

    /// <summary>EnableManagedSpotTraining.</summary>
    public bool IsSpot => Json.Flag("EnableManagedSpotTraining");

    /// <summary>StaticHyperParameters.</summary>
    public IReadOnlyDictionary<string, string> StaticHyperParameters => Json.Entries("StaticHyperParameters");

    /// <summary>The definitions of a request whose members have their shapes; none where it has neither the one nor the several.</summary>
    public static IReadOnlyList<TuningDefinition> Of(JsonElement request)
    {
        var config = request.GetProperty(Config);
        return request.Find(One) is { } json ? [new TuningDefinition(config, json, null)]
            : [.. request.Items(Several).Select((item, index) => new TuningDefinition(config, item, index))];
    }

    /// <summary>Reads what is searched.</summary>
    /// <param name="strategy">Grid takes categorical ranges only.</param>
    /// <param name="mistakes">Receives every mistake.</param>
    /// <returns>Null where there are no ranges, and when there was a mistake.</returns>
    public SearchSpace? ReadSpace(TuningStrategyType strategy, ICollection<Mistake> mistakes) =>
        RangesJson is { } ranges ? ParameterRangesReader.Read(ranges, RangesPath, strategy, mistakes) : null;

    /// <summary>Reads the resource of Hyperband.</summary>
    /// <param name="mistakes">Receives every mistake.</param>
    public HyperbandResource? ReadResource(ICollection<Mistake> mistakes)
    {
        var hyperband = _config.Find("StrategyConfig")?.Find("HyperbandStrategyConfig");
        return HyperbandResource.Infer(hyperband?.Integer("MinResource"), hyperband?.Integer("MaxResource"), StaticHyperParameters, $"{Path}.StaticHyperParameters", mistakes);
    }

    /// <summary>The CreateTrainingJob request of one of its training jobs.</summary>
    /// <param name="name">TrainingJobName.</param>
    /// <param name="tuned">The hyperparameters that the strategy chose.</param>
    public JsonElement TrainingJob(string name, IEnumerable<KeyValuePair<string, string>> tuned)
    {
        var definition = JsonObject.Create(Json)!;
        var request = new JsonObject { ["TrainingJobName"] = name };
        var hyperparameters = (JsonObject)(definition["StaticHyperParameters"]?.DeepClone() ?? new JsonObject());
        foreach (var (key, value) in tuned) hyperparameters[key] = value;
        hyperparameters[ObjectiveHyperParameter] = Metric;
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
