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
    private const string Config = TuningDefinition.Config;
    private const string Limits = $"{Config}.ResourceLimits";

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="request">Every member has its shape.</param>
    /// <param name="findings">Receives what is found.</param>
    public static void Check(JsonElement request, RequestFindings findings)
    {
        if (request.Find("Autotune") is not null)
            findings.Refuse("Autotune", "found it, expected ranges: only the service chooses them by itself", "remove it, and give ParameterRanges");
        var (one, several) = (request.Find(TuningDefinition.One), request.Find(TuningDefinition.Several));
        if (one is null == several is null)
        {
            findings.Refuse(TuningDefinition.One, one is null
                ? $"found no such member, expected a JSON object, or a JSON array {TuningDefinition.Several}"
                : $"found it beside {TuningDefinition.Several}, expected one of the two", one is null ? null : "put all definitions into one of them");
            return;
        }

        var (config, definitions) = (request.GetProperty(Config), TuningDefinition.Of(request));
        if (several is not null) SeveralDefinitionsRules.Check(request, definitions, findings);
        foreach (var definition in definitions) TuningDefinitionRules.Check(definition, findings);
        CheckStrategy(config, definitions, findings);
        CheckLimits(config, findings);
        if (findings.Mistakes.Count > 0) return;
        foreach (var definition in definitions)
        {
            var part = new RequestFindings();
            TrainingJobRules.Check(definition.TrainingJob("training-job", []), part);
            findings.AddPart(definition.Path, part);
        }
    }

    private static void CheckStrategy(JsonElement config, IReadOnlyList<TuningDefinition> definitions, RequestFindings findings)
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
            foreach (var definition in definitions) definition.ReadResource(mistakes);
            // what is wrong with the configuration is so for every definition
            findings.Refuse(mistakes.Distinct());
            if (config.Text("TrainingJobEarlyStoppingType") == "Auto")
                findings.Refuse($"{Config}.TrainingJobEarlyStoppingType", "found \"Auto\" with the strategy Hyperband, which stops jobs itself, expected Off", "remove it");
        }

        if (strategy == "Grid" && definitions.All(definition => definition.RangesJson is not null)) CheckGrid(config, definitions, findings);
    }

    private static void CheckGrid(JsonElement config, IReadOnlyList<TuningDefinition> definitions, RequestFindings findings)
    {
        var mistakes = new List<Mistake>();
        var size = definitions.Select(definition => definition.ReadSpace(TuningStrategyType.Grid, mistakes)?.Size).ToArray().Sum();
        findings.Refuse(mistakes);
        if (mistakes.Count > 0) return;
        if (size > JobsMax)
        {
            findings.Refuse(definitions.Count == 1 ? definitions[0].RangesPath : TuningDefinition.Several,
                $"found {size} combinations, expected at most {JobsMax} with the strategy Grid", "give fewer values, or choose another strategy");
        }
        else if (config.GetProperty("ResourceLimits").Integer("MaxNumberOfTrainingJobs") is { } jobs && size != jobs)
        {
            findings.Refuse($"{Limits}.MaxNumberOfTrainingJobs", $"found {jobs}, expected {size}, which is how many combinations there are", "leave it out");
        }
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
}
