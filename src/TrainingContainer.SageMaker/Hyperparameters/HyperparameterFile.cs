using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>Reads hyperparameters.json: one flat JSON object whose values are strings.</summary>
public static class HyperparameterFile
{
    /// <summary>The most entries that the API allows: 100, those added by the service included.</summary>
    public const int EntriesMax = 100;

    /// <summary>The longest name that the API allows, in characters.</summary>
    public const int NameLengthMax = 256;

    /// <summary>The longest value that the API allows, in characters.</summary>
    public const int ValueLengthMax = 2500;

    /// <summary>Reads the raw values, not yet decoded; whatever is wrong becomes a mistake, never an exception.</summary>
    /// <param name="path">The file; at most 1 MiB.</param>
    /// <param name="mistakes">
    /// Where mistakes are added: a missing file, malformed JSON (line and column), a name given twice, a limit exceeded.
    /// </param>
    /// <returns>
    /// The first 100 entries, as far as they could be read. A value that is no string is taken as its JSON text: <c>20</c>,
    /// <c>true</c>, <c>[1,2]</c>, <c>null</c>.
    /// </returns>
    public static IReadOnlyDictionary<string, string> Read(string path, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(mistakes);
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        var members = ConfigurationFile.ReadMembers(path, mistakes) ?? [];
        if (members.Count > EntriesMax)
            mistakes.Add(new Mistake(
                $"file {path}", $"found {members.Count} hyperparameters, expected at most {EntriesMax}", "remove some"));

        foreach (var (name, json) in members.Take(EntriesMax))
        {
            var value = json.ValueKind == JsonValueKind.String ? json.GetString() ?? "" : json.GetRawText();
            if (IsWithinLimits(name, value, mistakes)) values.Add(name, value);
        }

        return values;
    }

    private static bool IsWithinLimits(string name, string value, ICollection<Mistake> mistakes)
    {
        var where = $"hyperparameter {Shown.Plain(name)}";
        if (name.Length > NameLengthMax)
            mistakes.Add(new Mistake(
                where, $"found a name of {name.Length} characters, expected at most {NameLengthMax}", "shorten the name"));
        else if (value.Length > ValueLengthMax)
            mistakes.Add(new Mistake(
                where,
                $"found {Shown.Quoted(value)} of {value.Length} characters, expected at most {ValueLengthMax}",
                "shorten the value"));
        else
            return true;
        return false;
    }
}
