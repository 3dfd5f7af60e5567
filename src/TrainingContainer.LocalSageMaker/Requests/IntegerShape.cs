using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>A whole number within limits.</summary>
internal sealed class IntegerShape(long Min, long Max = int.MaxValue) : Shape
{
    /// <inheritdoc/>
    public override string Expected => Max is int.MaxValue or long.MaxValue ? $"an integer of at least {Min}" : $"an integer from {Min} to {Max}";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.Number)
            Refuse(value, path, findings, value.ValueKind == JsonValueKind.String ? "leave the double quotes out" : null);
        else if (!value.TryGetInt64(out var number) || number < Min || number > Max)
            Refuse(value, path, findings);
    }
}
