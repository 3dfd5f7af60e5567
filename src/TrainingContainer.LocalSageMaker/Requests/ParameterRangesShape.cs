using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Requests;

/// <summary>ParameterRanges: its ranges and what they hold.</summary>
internal sealed class ParameterRangesShape : Shape
{
    /// <inheritdoc/>
    public override string Expected => "a JSON object with IntegerParameterRanges, ContinuousParameterRanges or CategoricalParameterRanges";

    /// <inheritdoc/>
    public override void Check(JsonElement value, string path, RequestFindings findings)
    {
        var mistakes = new List<Mistake>();
        // Grid's own rule is one of the whole request
        ParameterRangesReader.Read(value, path, TuningStrategyType.Random, mistakes);
        findings.Refuse(mistakes);
    }
}
