using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>What the members of one definition of a tuning job must be to one another.</summary>
internal static class TuningDefinitionRules
{
    private const int HyperParametersMax = 100;

    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="definition">Every member has its shape.</param>
    /// <param name="findings">Receives what is found.</param>
    public static void Check(TuningDefinition definition, RequestFindings findings)
    {
        CheckObjective(definition, findings);
        CheckHyperParameters(definition, findings);
        CheckResources(definition, findings);
    }

    private static void CheckObjective(TuningDefinition definition, RequestFindings findings)
    {
        if (definition.ObjectiveJson is null) findings.Refuse(definition.ObjectivePath, "found no such member, expected it");
        if (definition.RangesJson is null) findings.Refuse(definition.RangesPath, "found no such member, expected it");
        if (definition.Path == TuningDefinition.One)
        {
            foreach (var (name, place) in (ReadOnlySpan<(string, string)>)[("TuningObjective", definition.ObjectivePath), ("HyperParameterRanges", definition.RangesPath)])
                if (definition.Json.Find(name) is not null) findings.Refuse($"{definition.Path}.{name}", $"found it outside {TuningDefinition.Several}", $"move it to {place}");
        }

        if (definition.ObjectiveJson?.Text("MetricName") is not { } metric) return;
        var names = definition.Json.GetProperty("AlgorithmSpecification").Items("MetricDefinitions").Select(item => item.Text("Name")!).ToArray();
        if (!names.Contains(metric))
        {
            findings.Refuse($"{definition.ObjectivePath}.MetricName", $"found {Shown.Quoted(metric)}, expected a name of {definition.Path}.AlgorithmSpecification.MetricDefinitions",
                Spelling.DidYouMean(metric, names) ?? "define the metric there");
        }
    }

    private static void CheckHyperParameters(TuningDefinition definition, RequestFindings findings)
    {
        if (definition.ReadSpace(TuningStrategyType.Random, []) is not { } space) return;
        var given = definition.StaticHyperParameters;
        foreach (var range in space.Ranges.Where(range => given.ContainsKey(range.Name)))
            findings.Refuse($"{definition.Path}.StaticHyperParameters.{Shown.Plain(range.Name)}", $"found it among {definition.RangesName} too, expected one of the two", "remove it here, or there");
        // the service adds _tuning_objective_metric
        if (space.Ranges.Count + given.Count + 1 is var count and > HyperParametersMax)
            findings.Refuse($"{definition.Path}.StaticHyperParameters", $"found {count} hyperparameters, static and tuned ones and {TuningDefinition.ObjectiveHyperParameter}, expected at most {HyperParametersMax}");
    }

    private static void CheckResources(TuningDefinition definition, RequestFindings findings)
    {
        const string tuning = "HyperParameterTuningResourceConfig";
        if ((definition.Json.Find("ResourceConfig") is null) == (definition.Json.Find(tuning) is null))
        {
            findings.Refuse(definition.Path, definition.Json.Find(tuning) is null ? $"found neither ResourceConfig nor {tuning}, expected one of the two" : $"found ResourceConfig and {tuning}, expected one of the two",
                "name the instances in ResourceConfig");
        }

        if (definition.Json.Find(tuning) is not { } resources) return;
        if (resources.Find("InstanceConfigs") is not null)
        {
            foreach (var name in (string[])["InstanceType", "InstanceCount", "VolumeSizeInGB"])
                if (resources.Find(name) is not null) findings.Refuse($"{definition.Path}.{tuning}.{name}", "found beside InstanceConfigs, expected one of the two", "remove it");
            findings.Notice($"{definition.Path}.{tuning}.InstanceConfigs", "the first is taken: on this machine there is no want of instances");
        }
    }
}
