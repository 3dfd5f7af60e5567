using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>
/// What the items of TrainingJobDefinitions must be to one another and to the rest of the request. Sources: the API's model, and "Tune Multiple
/// Algorithms with Hyperparameter Optimization to Find the Best Model" of the SageMaker developer guide. That the objectives have one Type is a
/// rule of ours, since BestTrainingJob is one of all.
/// </summary>
internal static class SeveralDefinitionsRules
{
    /// <summary>Adds everything that is wrong.</summary>
    /// <param name="request">Every member has its shape.</param>
    /// <param name="definitions">The items.</param>
    /// <param name="findings">Receives what is found.</param>
    public static void Check(JsonElement request, IReadOnlyList<TuningDefinition> definitions, RequestFindings findings)
    {
        var config = request.GetProperty(TuningDefinition.Config);
        foreach (var (name, place) in (ReadOnlySpan<(string, string)>)[("HyperParameterTuningJobObjective", "TuningObjective"), ("ParameterRanges", "HyperParameterRanges")])
        {
            if (config.Find(name) is not null)
                findings.Refuse($"{TuningDefinition.Config}.{name}", $"found it beside {TuningDefinition.Several}, expected {place} in each of them", $"move it to {place}");
        }

        CheckNames(definitions, findings);
        CheckTypes(definitions, findings);
        var variables = definitions.Sum(definition => definition.Json.Entries("Environment").Count);
        if (variables > TuningJobShapes.EnvironmentEntriesMax)
            findings.Refuse(TuningDefinition.Several, $"found {variables} entries of Environment in all, expected at most {TuningJobShapes.EnvironmentEntriesMax}");
        if (definitions.Count == 1) return;
        if (request.Find("WarmStartConfig") is not null)
            findings.Refuse("WarmStartConfig", $"found it with {definitions.Count} definitions, expected it with one only", "remove it, or make a tuning job of each definition");
        if (config.Text("TrainingJobEarlyStoppingType") == "Auto")
        {
            findings.Refuse($"{TuningDefinition.Config}.TrainingJobEarlyStoppingType", $"found \"Auto\" with {definitions.Count} definitions, expected Off: early stopping is for one only",
                "remove it, or make a tuning job of each definition");
        }
    }

    private static void CheckNames(IReadOnlyList<TuningDefinition> definitions, RequestFindings findings)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var definition in definitions)
        {
            if (definition.Name is not { } name) findings.Refuse($"{definition.Path}.DefinitionName", "found no such member, expected a name of its own");
            else if (!names.Add(name)) findings.Refuse($"{definition.Path}.DefinitionName", $"found {Shown.Quoted(name)} a second time, expected a name of its own");
        }
    }

    private static void CheckTypes(IReadOnlyList<TuningDefinition> definitions, RequestFindings findings)
    {
        var first = definitions.FirstOrDefault(definition => definition.ObjectiveJson is not null);
        foreach (var definition in definitions.Where(definition => definition.ObjectiveJson is not null && definition.Objective != first!.Objective))
        {
            findings.Refuse($"{definition.ObjectivePath}.Type", $"found \"{definition.Objective}\", expected \"{first!.Objective}\" as in {first.Path}, since the best training job is one of all",
                "choose objectives of one direction, or make a tuning job of each definition");
        }
    }
}
