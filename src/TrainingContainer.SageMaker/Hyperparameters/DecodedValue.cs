using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>A hyperparameter's value without the layers that clients wrap around it.</summary>
/// <remarks>
/// Every value reaches the container as a string, and each client makes that string differently: untouched (boto3, the tuner),
/// Python's <c>str()</c> (generic estimators), <c>json.dumps</c> once (framework estimators) or twice (<c>set_hyperparameters</c> on them).
/// So <c>adam</c>, <c>"adam"</c> and <c>"\"adam\""</c> are the same value, and so are <c>True</c> and <c>true</c>, <c>(1, 2)</c>
/// and <c>[1, 2]</c>.
/// </remarks>
/// <param name="Text">The innermost text. Blanks around an unquoted text are removed, blanks inside quotes are kept.</param>
/// <param name="Json">The text read as JSON, or as a Python literal turned into JSON; null when it is neither.</param>
public sealed record DecodedValue(string Text, JsonElement? Json)
{
    /// <summary>How many layers of JSON quotes are removed.</summary>
    public const int QuotesMax = 2;

    /// <summary>
    /// Whether the value says "nothing given": empty or blank, <c>null</c>, or Python's <c>None</c>. Such a value means the
    /// default.
    /// </summary>
    public bool IsNotGiven => string.IsNullOrWhiteSpace(Text) || Text.Trim() is "null" or "None";

    /// <summary>Removes the quotes from a raw value of hyperparameters.json. Never throws.</summary>
    public static DecodedValue Of(string raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        var text = raw.Trim();
        for (var layer = 0; layer < QuotesMax && TryUnquote(text, out var inner); layer++) text = inner;
        return new DecodedValue(text, ParseJson(text) ?? PythonLiteral.Parse(text));
    }

    private static bool TryUnquote(string text, out string inner)
    {
        inner = "";
        var trimmed = text.Trim();
        if (trimmed.Length < 2 || trimmed[0] != '"' || trimmed[^1] != '"') return false;
        if (ParseJson(trimmed) is not { ValueKind: JsonValueKind.String } json) return false;
        inner = json.GetString() ?? "";
        return true;
    }

    private static JsonElement? ParseJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement.Clone();
            // Half of a surrogate pair only shows when the string is decoded.
            if (root.ValueKind == JsonValueKind.String) _ = root.GetString();
            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return null;
        }
    }
}
