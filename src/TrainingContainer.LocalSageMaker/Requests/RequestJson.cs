using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>Reads a request's text, and the members of one that was checked.</summary>
internal static class RequestJson
{
    /// <summary>The most bytes of a request: 1 MiB.</summary>
    public const int SizeMaxBytes = 1 << 20;

    private const int DepthMax = 32;

    /// <summary>The JSON value of a text; every name may stand once in its object.</summary>
    /// <param name="text">JSON in UTF-16.</param>
    /// <param name="where">What the text is, for the message.</param>
    /// <exception cref="JobInputException">It is malformed.</exception>
    public static JsonElement Parse(string text, string where)
    {
        try
        {
            // names are compared only where all of them can be read
            using (var any = JsonDocument.Parse(text.AsMemory(), new JsonDocumentOptions { MaxDepth = DepthMax }))
                RefuseHalves(any.RootElement, where);
            using var document = JsonDocument.Parse(text.AsMemory(), new JsonDocumentOptions { AllowDuplicateProperties = false, MaxDepth = DepthMax });
            return document.RootElement.Clone();
        }
        catch (Exception exception) when (exception is JsonException or ArgumentException)
        {
            throw new JobInputException([new Mistake(where, $"found malformed JSON ({Shown.OneLine(exception.Message)})", "correct the JSON text")]);
        }
    }

    private static void RefuseHalves(JsonElement root, string where)
    {
        var halves = HalfCharacters(root, "").ToList();
        if (halves.Count > 0)
        {
            throw new JobInputException([.. halves.Select(path => new Mistake(path.Length == 0 ? where : path,
                "found half of a surrogate pair (\\ud800 to \\udfff), expected whole characters", "write both halves, or the character itself"))]);
        }
    }

    /// <summary>The paths of texts that JSON allows and that no string can hold; a name of that kind by the path of its object.</summary>
    private static IEnumerable<string> HalfCharacters(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => IsWhole(() => value.GetString()) ? [] : [path],
        JsonValueKind.Array => value.EnumerateArray().SelectMany((item, index) => HalfCharacters(item, $"{path}[{index}]")),
        JsonValueKind.Object => value.EnumerateObject().SelectMany(member => IsWhole(() => member.Name)
            ? HalfCharacters(member.Value, path.Length == 0 ? Shown.Plain(member.Name) : $"{path}.{Shown.Plain(member.Name)}")
            : [path]),
        _ => [],
    };

    private static bool IsWhole(Func<string?> read)
    {
        try
        {
            _ = read();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>The member; null when it is not there.</summary>
    public static JsonElement? Find(this JsonElement structure, string name) => structure.TryGetProperty(name, out var value) ? value : null;

    /// <summary>The member's text; null when it is not there.</summary>
    public static string? Text(this JsonElement structure, string name) => structure.Find(name)?.GetString();

    /// <summary>The member's number; null when it is not there.</summary>
    public static int? Integer(this JsonElement structure, string name) => structure.Find(name)?.GetInt32();

    /// <summary>Whether the member is there and true.</summary>
    public static bool Flag(this JsonElement structure, string name) => structure.Find(name)?.GetBoolean() ?? false;

    /// <summary>The member's items; none when it is not there.</summary>
    public static IEnumerable<JsonElement> Items(this JsonElement structure, string name) =>
        structure.TryGetProperty(name, out var list) ? list.EnumerateArray() : [];

    /// <summary>The member's texts; none when it is not there.</summary>
    public static string[] Texts(this JsonElement structure, string name) => [.. structure.Items(name).Select(item => item.GetString()!)];

    /// <summary>The member's names and texts; none when it is not there.</summary>
    public static Dictionary<string, string> Entries(this JsonElement structure, string name) =>
        structure.Find(name)?.EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetString()!) ?? [];
}
