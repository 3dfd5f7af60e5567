using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Writes values as Python does: as <c>json.dumps(value, sort_keys=True, separators=(",", ":"))</c>, and as <c>str(value)</c>.
/// </summary>
internal static class PythonJson
{
    // Python's repr(float) turns to exponents below 1e-4 and from 1e16 on.
    private const int FixedExponentMin = -4;
    private const int FixedExponentMax = 16;

    /// <summary>The value that a JSON text stands for, as json.loads reads it, or the text itself where it is none.</summary>
    public static JsonElement Loads(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            var root = document.RootElement.Clone();
            _ = Dumps(root);
            return root;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or ArgumentException)
        {
            return JsonSerializer.SerializeToElement(text);
        }
    }

    /// <summary>Compact JSON in ASCII, members in ordinal order.</summary>
    public static string Dumps(JsonElement value)
    {
        var text = new StringBuilder();
        Append(text, value);
        return text.ToString();
    }

    /// <summary>The value of an environment variable: a string as it is, null as nothing, all else as JSON.</summary>
    public static string Variable(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "",
        _ => Dumps(value),
    };

    /// <summary>The value as Python's <c>str()</c> shows it; inside of lists and mappings as <c>repr()</c>.</summary>
    public static string Str(JsonElement value, bool inner = false) => value.ValueKind switch
    {
        JsonValueKind.String => inner ? Repr(value.GetString()!) : value.GetString()!,
        JsonValueKind.Null or JsonValueKind.Undefined => "None",
        JsonValueKind.True => "True",
        JsonValueKind.False => "False",
        JsonValueKind.Number => Number(value.GetRawText()),
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(item => Str(item, inner: true)))}]",
        _ => $"{{{string.Join(", ", value.EnumerateObject().Select(member => $"{Repr(member.Name)}: {Str(member.Value, inner: true)}"))}}}",
    };

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                // Of a name that is given twice, Python keeps the last.
                var members = new SortedDictionary<string, JsonElement>(StringComparer.Ordinal);
                foreach (var member in value.EnumerateObject()) members[member.Name] = member.Value;
                var before = '{';
                foreach (var (name, content) in members)
                {
                    AppendString(text.Append(before), name);
                    Append(text.Append(':'), content);
                    before = ',';
                }

                text.Append(members.Count == 0 ? "{}" : "}");
                break;
            case JsonValueKind.Array:
                text.Append('[').AppendJoin(',', value.EnumerateArray().Select(Dumps)).Append(']');
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(Number(value.GetRawText()));
                break;
            default:
                text.Append(value.ValueKind switch { JsonValueKind.True => "true", JsonValueKind.False => "false", _ => "null" });
                break;
        }
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var c in value)
        {
            _ = c switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                < ' ' or > '~' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => text.Append(c),
            };
        }

        text.Append('"');
    }

    /// <summary>An integer keeps its digits; anything with a point or an exponent is a float and shown as repr() does.</summary>
    private static string Number(string raw)
    {
        if (!raw.AsSpan().ContainsAny('.', 'e', 'E')) return raw == "-0" ? "0" : raw;
        var number = double.Parse(raw, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) return number > 0 ? "Infinity" : "-Infinity";
        if (number == 0) return double.IsNegative(number) ? "-0.0" : "0.0";
        var shortest = Enumerable.Range(0, 17).Select(digits => number.ToString($"E{digits}", CultureInfo.InvariantCulture))
            .First(spelled => double.Parse(spelled, CultureInfo.InvariantCulture) == number);
        var parts = shortest.Split('E');
        var exponent = int.Parse(parts[1], CultureInfo.InvariantCulture);
        if (exponent is >= FixedExponentMin and < FixedExponentMax)
        {
            var decimals = Math.Max(1, parts[0].Count(char.IsAsciiDigit) - 1 - exponent);
            return number.ToString($"F{decimals}", CultureInfo.InvariantCulture);
        }

        return $"{parts[0]}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):00}";
    }

    private static string Repr(string text)
    {
        var quote = text.Contains('\'') && !text.Contains('"') ? '"' : '\'';
        return $"{quote}{text.Replace("\\", "\\\\").Replace(quote.ToString(), $"\\{quote}").Replace("\n", "\\n").Replace("\r", "\\r").Replace("\t", "\\t")}{quote}";
    }
}
