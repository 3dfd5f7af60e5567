using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A JSON array.</summary>
/// <param name="Item">Of each item.</param>
/// <param name="Min">Items at least.</param>
/// <param name="Max">Items at most.</param>
internal sealed class ListShape(Shape Item, int Min, int Max) : Shape
{
    /// <inheritdoc/>
    public override string Expected => $"a JSON array of {Range(Min, Max)} items";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Refuse(value, path, findings, "put the items between [ and ]");
            return;
        }

        if (value.GetArrayLength() < Min || value.GetArrayLength() > Max)
            findings.Refuse(path, $"found {value.GetArrayLength()} items, expected {Expected}");
        var index = 0;
        foreach (var item in value.EnumerateArray().Take(Max)) Item.Check(item, $"{path}[{index++}]", findings);
    }
}
