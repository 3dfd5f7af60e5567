using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>What the members of a CreateHyperParameterTuningJob request must be to one another, where each is right on its own.</summary>
internal static class TuningJobRules
{
    /// <summary>Training jobs of a tuning job at most, and where the request does not say how many.</summary>
    public const int JobsMax = 750;

    /// <summary>The same for random search.</summary>
    public const int RandomJobsMax = 10_000;

    private const int ParallelMax = 100;
    private const int HyperParametersMax = 100;
    private const string Config = "HyperParameterTuningJobConfig";
    private const string Limits = $"{Config}.ResourceLimits";
    private const string Definition = "TrainingJobDefinition";

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="request">Every member has its shape.</param>
    /// <param name="findings">Receives what is found.</param>
    public static void Check(JsonElement request, RequestFindings findings)
    {
        if (request.Find("Autotune") is not null)
            findings.Refuse("Autotune", "found it, expected ranges: only the service chooses them by itself", "remove it, and give ParameterRanges");
        if (request.Find("TrainingJobDefinitions") is not null)
            findings.Refuse("TrainingJobDefinitions", "found several definitions, expected TrainingJobDefinition: here a tuning job tunes one algorithm", "make a tuning job of each");
        if (request.Find(Definition) is not { } definition)
        {
            if (request.Find("TrainingJobDefinitions") is null) findings.Refuse(Definition, "found no such member, expected a JSON object");
            return;
        }

        var config = request.GetProperty(Config);
        CheckPlaces(config, definition, findings);
        CheckStrategy(config, definition, findings);
        CheckLimits(config, findings);
        CheckHyperParameters(config, definition, findings);
        CheckResources(definition, findings);
        if (findings.Mistakes.Count > 0) return;
        var part = new RequestFindings();
        TrainingJobRules.Check(TuningJobRequest.TrainingJob(request, "training-job", []), part);
        findings.AddPart(Definition, part);
    }

    // Two members have two places, one of which is for several definitions.
    private static void CheckPlaces(JsonElement config, JsonElement definition, RequestFindings findings)
    {
        foreach (var (name, elsewhere) in (ReadOnlySpan<(string, string)>)[("HyperParameterTuningJobObjective", "TuningObjective"), ("ParameterRanges", "HyperParameterRanges")])
        {
            if (config.Find(name) is null) findings.Refuse($"{Config}.{name}", "found no such member, expected it");
            if (definition.Find(elsewhere) is not null)
                findings.Refuse($"{Definition}.{elsewhere}", "found it outside TrainingJobDefinitions", $"move it to {Config}.{name}");
        }

        if (config.Find("HyperParameterTuningJobObjective")?.Text("MetricName") is not { } metric) return;
        var names = definition.GetProperty("AlgorithmSpecification").Items("MetricDefinitions").Select(item => item.Text("Name")!).ToArray();
        if (!names.Contains(metric))
        {
            findings.Refuse($"{Config}.HyperParameterTuningJobObjective.MetricName", $"found {Shown.Quoted(metric)}, expected a name of {Definition}.AlgorithmSpecification.MetricDefinitions",
                Spelling.DidYouMean(metric, names) ?? "define the metric there");
        }
    }

    private static void CheckStrategy(JsonElement config, JsonElement definition, RequestFindings findings)
    {
        var strategy = config.Text("Strategy")!;
        if (strategy != "Hyperband")
        {
            if (config.Find("StrategyConfig")?.Find("HyperbandStrategyConfig") is not null)
                findings.Refuse($"{Config}.StrategyConfig", $"found HyperbandStrategyConfig with the strategy {strategy}, expected it with Hyperband only", "remove it");
        }
        else
        {
            var mistakes = new List<Mistake>();
            TuningJobRequest.ReadResource(config, definition, mistakes);
            findings.Refuse(mistakes);
            if (config.Text("TrainingJobEarlyStoppingType") == "Auto")
                findings.Refuse($"{Config}.TrainingJobEarlyStoppingType", "found \"Auto\" with the strategy Hyperband, which stops jobs itself, expected Off", "remove it");
        }

        if (strategy == "Grid" && config.Find("ParameterRanges") is { } ranges) CheckGrid(config, ranges, findings);
    }

    private static void CheckGrid(JsonElement config, JsonElement ranges, RequestFindings findings)
    {
        var mistakes = new List<Mistake>();
        var size = ParameterRangesReader.Read(ranges, $"{Config}.ParameterRanges", TuningStrategyType.Grid, mistakes)?.Size;
        findings.Refuse(mistakes);
        if (size > JobsMax)
            findings.Refuse($"{Config}.ParameterRanges", $"found {size} combinations, expected at most {JobsMax} with the strategy Grid", "give fewer values, or choose another strategy");
        else if (size is not null && config.GetProperty("ResourceLimits").Integer("MaxNumberOfTrainingJobs") is { } jobs && size != jobs)
            findings.Refuse($"{Limits}.MaxNumberOfTrainingJobs", $"found {jobs}, expected {size}, which is how many combinations there are", "leave it out");
    }

    private static void CheckLimits(JsonElement config, RequestFindings findings)
    {
        var limits = config.GetProperty("ResourceLimits");
        var (jobs, parallel) = (limits.Integer("MaxNumberOfTrainingJobs"), limits.Integer("MaxParallelTrainingJobs")!.Value);
        var jobsMax = config.Text("Strategy") == "Random" ? RandomJobsMax : JobsMax;
        if (jobs > jobsMax) findings.Refuse($"{Limits}.MaxNumberOfTrainingJobs", $"found {jobs}, expected at most {jobsMax} with the strategy {config.Text("Strategy")}");
        if (parallel > ParallelMax) findings.Refuse($"{Limits}.MaxParallelTrainingJobs", $"found {parallel}, expected at most {ParallelMax}");
        if (parallel > jobs) findings.Refuse($"{Limits}.MaxParallelTrainingJobs", $"found {parallel}, expected at most MaxNumberOfTrainingJobs, which is {jobs}");
    }

    private static void CheckHyperParameters(JsonElement config, JsonElement definition, RequestFindings findings)
    {
        if (config.Find("ParameterRanges") is not { } json || ParameterRangesReader.Read(json, "", TuningStrategyType.Random, []) is not { } space) return;
        var given = definition.Entries("StaticHyperParameters");
        foreach (var range in space.Ranges.Where(range => given.ContainsKey(range.Name)))
            findings.Refuse($"{Definition}.StaticHyperParameters.{Shown.Plain(range.Name)}", "found it among ParameterRanges too, expected one of the two", "remove it here, or there");
        // the service adds _tuning_objective_metric
        if (space.Ranges.Count + given.Count + 1 is var count and > HyperParametersMax)
            findings.Refuse($"{Definition}.StaticHyperParameters", $"found {count} hyperparameters, static and tuned ones and {TuningJobRequest.ObjectiveHyperParameter}, expected at most {HyperParametersMax}");
    }

    private static void CheckResources(JsonElement definition, RequestFindings findings)
    {
        const string tuning = "HyperParameterTuningResourceConfig";
        if ((definition.Find("ResourceConfig") is null) == (definition.Find(tuning) is null))
        {
            findings.Refuse(Definition, definition.Find(tuning) is null ? $"found neither ResourceConfig nor {tuning}, expected one of the two" : $"found ResourceConfig and {tuning}, expected one of the two",
                "name the instances in ResourceConfig");
        }

        if (definition.Find(tuning) is not { } resources) return;
        if (resources.Find("InstanceConfigs") is not null)
        {
            foreach (var name in (string[])["InstanceType", "InstanceCount", "VolumeSizeInGB"])
                if (resources.Find(name) is not null) findings.Refuse($"{Definition}.{tuning}.{name}", "found beside InstanceConfigs, expected one of the two", "remove it");
            findings.Notice($"{Definition}.{tuning}.InstanceConfigs", "the first is taken: on this machine there is no want of instances");
        }
    }
}
