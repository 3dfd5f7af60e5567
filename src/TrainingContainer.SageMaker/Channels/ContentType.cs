using System.Diagnostics.CodeAnalysis;

namespace TrainingContainer.SageMaker;

/// <summary>A channel's content type, such as <c>text/csv;label_size=0</c>.</summary>
/// <param name="MediaType">Type and subtype in lower case, for example <c>text/csv</c>.</param>
/// <param name="Parameters">For example <c>label_size</c> = <c>0</c>; names in lower case, values as given, without quotes.</param>
/// <remarks>The grammar is that of RFC 9110, section 8.3.1; blanks are allowed around <c>;</c> and <c>=</c>.</remarks>
public sealed record ContentType(string MediaType, IReadOnlyDictionary<string, string> Parameters)
{
    /// <summary>The longest content type that the API allows, in characters.</summary>
    public const int LengthMax = 256;

    /// <summary><c>text/csv</c> without parameters.</summary>
    public static readonly ContentType Csv = new("text/csv", new SortedDictionary<string, string>(StringComparer.Ordinal));

    private const string ExpectedForm =
        "type/subtype, with ;name=value after it where needed, such as \"text/csv\" or \"text/csv;label_size=0\"";

    /// <summary>Parses a content type.</summary>
    /// <param name="text">For example <c>text/csv; charset=utf-8</c>.</param>
    /// <param name="contentType">The content type; null when the text is none.</param>
    /// <param name="expected">What was expected, for a message.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out ContentType? contentType, out string expected)
    {
        ArgumentNullException.ThrowIfNull(text);
        contentType = null;
        expected = ExpectedForm;
        if (text.Length > LengthMax) return false;
        var parts = SplitOutsideQuotes(text);
        var mediaType = parts[0].Split('/');
        if (mediaType.Length != 2 || !IsToken(mediaType[0].TrimStart()) || !IsToken(mediaType[1].TrimEnd())) return false;
        var parameters = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1).Where(part => part.Trim().Length > 0))
        {
            var equals = part.IndexOf('=');
            if (equals < 0) return false;
            var name = part[..equals].Trim().ToLowerInvariant();
            if (!IsToken(name) || Unquote(part[(equals + 1)..].Trim()) is not { } value || !parameters.TryAdd(name, value)) return false;
        }

        contentType = new ContentType(parts[0].Trim().ToLowerInvariant(), parameters);
        return true;
    }

    /// <summary>Whether media type and parameters are equal, whatever the order of the parameters.</summary>
    public bool Equals(ContentType? other) =>
        other is not null && MediaType == other.MediaType && Parameters.Count == other.Parameters.Count
        && Parameters.All(parameter => other.Parameters.TryGetValue(parameter.Key, out var value) && value == parameter.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(MediaType, Parameters.Count);

    /// <summary>For example <c>text/csv;label_size=0</c>.</summary>
    public override string ToString() => MediaType + string.Concat(Parameters.Select(parameter =>
        $";{parameter.Key}={(IsToken(parameter.Value) ? parameter.Value : Quote(parameter.Value))}"));

    private static List<string> SplitOutsideQuotes(string text)
    {
        var parts = new List<string>();
        var start = 0;
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            else if (quoted && text[i] == '\\') i++;
            else if (!quoted && text[i] == ';')
            {
                parts.Add(text[start..i]);
                start = i + 1;
            }
        }

        parts.Add(text[start..]);
        return parts;
    }

    private static string? Unquote(string value)
    {
        if (!value.StartsWith('"')) return IsToken(value) ? value : null;
        if (value.Length < 2 || value[^1] != '"') return null;
        var text = new System.Text.StringBuilder();
        for (var i = 1; i < value.Length - 1; i++)
        {
            if (value[i] == '"' || char.IsControl(value[i])) return null;
            if (value[i] == '\\' && ++i == value.Length - 1) return null;
            text.Append(value[i]);
        }

        return text.ToString();
    }

    private static string Quote(string value) => $"\"{value.Replace("\\", "\\\\").Replace("\"", "\\\"")}\"";

    private static bool IsToken(string text) =>
        text.Length > 0 && text.All(c => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c));
}
