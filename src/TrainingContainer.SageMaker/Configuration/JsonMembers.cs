using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>Reads members of the service's JSON objects as leniently as its history demands: any letter case, null for absent.</summary>
internal static class JsonMembers
{
    /// <summary>The first member of this name in any letter case whose value is not null.</summary>
    public static JsonElement? Find(IEnumerable<KeyValuePair<string, JsonElement>> members, string name)
    {
        foreach (var (key, value) in members)
            if (value.ValueKind != JsonValueKind.Null && key.Equals(name, StringComparison.OrdinalIgnoreCase)) return value;
        return null;
    }

    /// <summary>The member's text, trimmed; null when it is absent, null or blank; a mistake and null when it is no string.</summary>
    public static string? Text(
        IEnumerable<KeyValuePair<string, JsonElement>> members, string name, string where, ICollection<Mistake> mistakes)
    {
        if (Find(members, name) is not { } value) return null;
        if (value.ValueKind == JsonValueKind.String)
            return value.GetString() is { } text && text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
        mistakes.Add(new Mistake(where, $"found {name} {Shown.Plain(value.GetRawText())}, expected a string", "put it in double quotes"));
        return null;
    }
}
