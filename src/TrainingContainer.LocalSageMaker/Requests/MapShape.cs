using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A JSON object whose names are the user's.</summary>
/// <param name="Key">Of each name.</param>
/// <param name="Value">Of each value.</param>
/// <param name="Max">Entries at most.</param>
internal sealed class MapShape(TextShape Key, Shape Value, int Max) : Shape
{
    /// <inheritdoc/>
    public override string Expected => $"a JSON object of {Range(0, Max)} entries";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(value, path, findings, "put the entries between { and }");
            return;
        }

        if (value.GetPropertyCount() > Max) findings.Refuse(path, $"found {value.GetPropertyCount()} entries, expected {Expected}");
        foreach (var entry in value.EnumerateObject().Take(Max))
        {
            Key.CheckText(entry.Name, $"{path}, name {Shown.Quoted(entry.Name)}", findings);
            Value.Check(entry.Value, $"{path}.{Shown.Plain(entry.Name)}", findings);
        }
    }
}
