using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A finite number.</summary>
internal sealed class NumberShape : Shape
{
    /// <inheritdoc/>
    public override string Expected => "a number";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Refuse(value, path, findings, value.ValueKind == JsonValueKind.String ? "leave the double quotes out" : null);
        else if (!double.IsFinite(value.GetDouble()))
            Refuse(value, path, findings);
    }
}
