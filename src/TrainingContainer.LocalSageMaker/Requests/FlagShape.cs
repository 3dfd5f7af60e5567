using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>true or false.</summary>
internal sealed class FlagShape : Shape
{
    /// <inheritdoc/>
    public override string Expected => "true or false";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse(value, path, findings, value.ValueKind == JsonValueKind.String ? "leave the double quotes out" : null);
    }
}
