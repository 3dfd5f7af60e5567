using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A CreateHyperParameterTuningJob request that was found to be right.</summary>
internal sealed class TuningJobRequest
{
    private readonly JsonElement _json;

    private TuningJobRequest(JsonElement json) => (_json, Definitions) = (json, TuningDefinition.Of(json));

    /// <summary>HyperParameterTuningJobName.</summary>
    public string Name => _json.Text("HyperParameterTuningJobName")!;

    /// <summary>TrainingJobDefinition, or TrainingJobDefinitions: at least one.</summary>
    public IReadOnlyList<TuningDefinition> Definitions { get; }

    /// <summary>RoleArn of the first definition: only its account number matters here.</summary>
    public string RoleArn => Definitions[0].Json.Text("RoleArn")!;

    /// <summary>Strategy.</summary>
    public TuningStrategyType Strategy => Enum.Parse<TuningStrategyType>(Config.Text("Strategy")!);

    /// <summary>Type of the objective, which is the same in all definitions.</summary>
    public ObjectiveType Objective => Definitions[0].Objective;

    /// <summary>MetricName of the objective, for a person: all of them where the definitions differ in it.</summary>
    public string Metric => string.Join(" or ", Definitions.Select(definition => definition.Metric).Distinct());

    /// <summary>MaxNumberOfTrainingJobs; for Grid how many combinations there are, else 750 when not given.</summary>
    public int JobsMax => Strategy == TuningStrategyType.Grid ? (int)Definitions.Sum(definition => definition.Space.Size) : Limits.Integer("MaxNumberOfTrainingJobs") ?? TuningJobRules.JobsMax;

    /// <summary>MaxParallelTrainingJobs.</summary>
    public int ParallelMax => Limits.Integer("MaxParallelTrainingJobs")!.Value;

    /// <summary>ResourceLimits.MaxRuntimeInSeconds; null when not given.</summary>
    public int? MaxRuntimeSeconds => Limits.Integer("MaxRuntimeInSeconds");

    /// <summary>Whether TrainingJobEarlyStoppingType is Auto.</summary>
    public bool StopsEarly => Config.Text("TrainingJobEarlyStoppingType") == "Auto";

    /// <summary>RandomSeed; null when not given.</summary>
    public int? Seed => Config.Integer("RandomSeed");

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

    private JsonElement Config => _json.GetProperty(TuningDefinition.Config);

    private JsonElement Limits => Config.GetProperty("ResourceLimits");

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
        return new TuningJobRequest(request);
    }
}
