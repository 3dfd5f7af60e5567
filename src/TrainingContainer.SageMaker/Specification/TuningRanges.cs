using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Hyperparameters as the API's ParameterRanges: what a tuning job searches over. Each range is the part of the declaration that is
/// worth trying, and none of its values is refused by the declaration.
/// </summary>
public sealed class TuningRanges
{
    /// <summary>The most ranges that the API allows for a tuning job.</summary>
    public const int CountMax = 30;

    /// <summary>The most values that the API allows for a categorical range.</summary>
    public const int ChoicesMax = 30;

    private readonly IReadOnlyList<Hyperparameter> _chosen;

    private TuningRanges(IReadOnlyList<Hyperparameter> chosen) => _chosen = chosen;

    /// <summary>Chooses hyperparameters by name.</summary>
    /// <param name="catalog">All declarations.</param>
    /// <param name="names">The chosen names, aliases included.</param>
    /// <param name="mistakes">
    /// Where mistakes are added: a name that nobody declared, one that tuning cannot search over, one given twice, more than
    /// <see cref="CountMax"/> of them, none at all.
    /// </param>
    /// <returns>The ranges of the names that could be taken, in the catalog's order.</returns>
    public static TuningRanges Of(HyperparameterCatalog catalog, IReadOnlyList<string> names, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(mistakes);
        var tunable = catalog.Declarations.Where(declaration => declaration.Tunable).ToList();
        var chosen = new HashSet<Hyperparameter>();
        foreach (var name in names)
        {
            var declaration = catalog.Declarations.FirstOrDefault(candidate => candidate.Name == name || candidate.Aliases.Contains(name));
            if (declaration is null)
                mistakes.Add(Refused(name, "expected a hyperparameter of this name", Spelling.DidYouMean(name, tunable.Select(known => known.Name))));
            else if (!declaration.Tunable)
                mistakes.Add(Refused(name, "which no tuning job may search over", $"choose from {string.Join(", ", tunable.Select(known => known.Name))}"));
            else if (!chosen.Add(declaration))
                mistakes.Add(Refused(name, "which is chosen already", "name every hyperparameter once"));
        }

        if (chosen.Count > CountMax || names.Count == 0)
            mistakes.Add(new Mistake("tuning ranges", $"found {chosen.Count}, expected 1 to {CountMax}", "choose the ones that matter most"));
        return new TuningRanges([.. catalog.Declarations.Where(chosen.Contains)]);
    }

    /// <summary>The JSON object for HyperParameterTuningJobConfig.ParameterRanges.</summary>
    public string ToJson() => SpecificationJson.Text(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("IntegerParameterRanges");
        foreach (var integer in _chosen.OfType<IntegerHyperparameter>())
        {
            var (min, max) = (integer.TunableMin ?? integer.Min, integer.TunableMax ?? integer.Max);
            WriteRange(json, integer.Name, NumberText.Of(min), NumberText.Of(max), ScalingOf(integer.Scaling, min));
        }

        json.WriteEndArray();
        json.WriteStartArray("ContinuousParameterRanges");
        foreach (var continuous in _chosen.OfType<ContinuousHyperparameter>())
        {
            var (min, max) = EndsOf(continuous);
            WriteRange(json, continuous.Name, NumberText.Of(min), NumberText.Of(max), ScalingOf(continuous.Scaling, min));
        }

        json.WriteEndArray();
        json.WriteStartArray("CategoricalParameterRanges");
        foreach (var categorical in _chosen.Where(declaration => declaration.Choices.Count > 0))
        {
            json.WriteStartObject();
            json.WriteString("Name", categorical.Name);
            json.WriteStrings("Values", categorical.Choices);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    // The API's ranges include their ends, so an excluded end gives way to the nearest number inside.
    private static (double Min, double Max) EndsOf(ContinuousHyperparameter declaration)
    {
        var min = declaration.TunableMin ?? declaration.Min;
        var max = declaration.TunableMax ?? declaration.Max;
        if (declaration.MinExclusive && min <= declaration.Min) min = Math.BitIncrement(declaration.Min);
        if (declaration.MaxExclusive && max >= declaration.Max) max = Math.BitDecrement(declaration.Max);
        return (min, max);
    }

    private static string ScalingOf(string scaling, double min) => scaling == "Logarithmic" && min <= 0 ? "Auto" : scaling;

    private static void WriteRange(Utf8JsonWriter json, string name, string min, string max, string scaling)
    {
        json.WriteStartObject();
        json.WriteString("Name", name);
        json.WriteString("MinValue", min);
        json.WriteString("MaxValue", max);
        json.WriteString("ScalingType", scaling);
        json.WriteEndObject();
    }

    private static Mistake Refused(string name, string expected, string? fix) =>
        new("tuning ranges", $"found {Shown.Quoted(name)}, {expected}", fix ?? "see describe --hyperparameters");
}
