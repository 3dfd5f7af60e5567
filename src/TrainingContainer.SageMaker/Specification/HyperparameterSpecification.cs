using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// A declaration as the API's HyperParameterSpecification. The API's ranges include their ends: where an end is excluded, or the
/// type has no range, the description says what is allowed.
/// </summary>
internal static class HyperparameterSpecification
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, Hyperparameter declaration)
    {
        json.WriteStartObject();
        json.WriteString("Name", declaration.Name);
        json.WriteString("Description", EntityDescription.Of(DescriptionOf(declaration)));
        json.WriteString("Type", declaration.TypeName);
        WriteRange(json, declaration);
        json.WriteBoolean("IsTunable", declaration.Tunable);
        json.WriteBoolean("IsRequired", false);
        json.WriteString("DefaultValue", declaration.DefaultText);
        json.WriteEndObject();
    }

    private static string DescriptionOf(Hyperparameter declaration)
    {
        var excludesAnEnd = declaration is ContinuousHyperparameter { MinExclusive: true } or ContinuousHyperparameter { MaxExclusive: true };
        var allowed = excludesAnEnd || declaration.TypeName == "FreeText" ? $" Allowed: {declaration.RangeText}." : "";
        var used = declaration.UsedWhen is { } choice ? $" Used when {choice}." : "";
        return $"{declaration.Help}{allowed}{used}";
    }

    private static void WriteRange(Utf8JsonWriter json, Hyperparameter declaration)
    {
        switch (declaration)
        {
            case IntegerHyperparameter integer:
                WriteRange(json, "IntegerParameterRangeSpecification", NumberText.Of(integer.Min), NumberText.Of(integer.Max));
                break;
            case ContinuousHyperparameter continuous:
                WriteRange(json, "ContinuousParameterRangeSpecification", NumberText.Of(continuous.Min), NumberText.Of(continuous.Max));
                break;
            case { Choices.Count: > 0 }:
                json.WriteStartObject("Range");
                json.WriteStartObject("CategoricalParameterRangeSpecification");
                json.WriteStrings("Values", declaration.Choices);
                json.WriteEndObject();
                json.WriteEndObject();
                break;
            default:
                // a free text has no range
                break;
        }
    }

    private static void WriteRange(Utf8JsonWriter json, string kind, string min, string max)
    {
        json.WriteStartObject("Range");
        json.WriteStartObject(kind);
        json.WriteString("MinValue", min);
        json.WriteString("MaxValue", max);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
