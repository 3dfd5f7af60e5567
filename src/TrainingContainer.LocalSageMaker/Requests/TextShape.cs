using System.Text.Json;
using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A string: its length in characters, and a pattern that the whole of it matches.</summary>
/// <param name="Min">Characters at least.</param>
/// <param name="Max">Characters at most.</param>
/// <param name="Pattern">The API's pattern; null for anything on one line.</param>
/// <param name="Example">Shown to whom the pattern is refused.</param>
internal sealed class TextShape(int Min, int Max, string? Pattern = null, string? Example = null) : Shape
{
    // Without backtracking: the text is the user's, and some of the API's patterns are exponential otherwise. Made when a text is checked:
    // every command line has options of all requests.
    private readonly Lazy<Regex> _pattern = new(() => new($@"\A(?:{Pattern ?? ".*"})\z", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant));

    /// <inheritdoc/>
    public override string Expected => $"a string of {Range(Min, Max)} characters";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind == JsonValueKind.String) CheckText(value.GetString()!, path, findings);
        else Refuse(value, path, findings, value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False ? "put it in double quotes" : null);
    }

    /// <summary>The same for a text that is no JSON value: a map's key, an option of the command line.</summary>
    public void CheckText(string text, string path, RequestFindings findings)
    {
        if (text.Length < Min || text.Length > Max)
            findings.Refuse(path, $"found {Shown.Quoted(text)} ({text.Length} characters), expected {Expected}");
        else if (!_pattern.Value.IsMatch(text))
            findings.Refuse(path, $"found {Shown.Quoted(text)}, expected {(Pattern is null ? "a string on one line" : $"a string that matches {Pattern}")}", Example is null ? null : $"write it like {Example}");
    }
}
