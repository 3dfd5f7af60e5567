using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>One of the API's words.</summary>
/// <param name="Choices">In the API's spelling.</param>
internal sealed class ChoiceShape(params string[] Choices) : Shape
{
    private const int NamedMax = 8;

    /// <inheritdoc/>
    public override string Expected => Choices.Length <= NamedMax ? string.Join(" or ", Choices) : $"one of {Choices.Length} words such as {Choices[0]}";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        if (value.ValueKind != JsonValueKind.String) Refuse(value, path, findings, "put it in double quotes");
        else if (!Choices.Contains(value.GetString())) Refuse(value, path, findings, Spelling.DidYouMean(value.GetString()!, Choices));
    }
}
