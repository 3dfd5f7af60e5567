using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>
/// What the CreateAlgorithm API wants to know of an algorithm: its TrainingSpecification, derived from the declarations alone.
/// </summary>
/// <param name="Hyperparameters">Become SupportedHyperParameters.</param>
/// <param name="Metrics">Become MetricDefinitions, and those that may be objectives SupportedTuningJobObjectiveMetrics.</param>
/// <param name="Channels">Become TrainingChannels.</param>
/// <param name="InstanceTypes">For example <c>ml.g5.xlarge</c>; at least one.</param>
/// <param name="SupportsDistributedTraining">Whether several instances train one model.</param>
/// <param name="Image">The image's URI.</param>
public sealed record TrainingSpecification(
    HyperparameterCatalog Hyperparameters,
    MetricCatalog Metrics,
    IReadOnlyList<ChannelDeclaration> Channels,
    IReadOnlyList<string> InstanceTypes,
    bool SupportsDistributedTraining,
    string Image = TrainingImage.Placeholder)
{
    /// <summary>The most hyperparameters that the API allows for an algorithm.</summary>
    public const int HyperparametersMax = 100;

    /// <summary>The most channels that the API allows for an algorithm.</summary>
    public const int ChannelsMax = 8;

    /// <summary>The JSON object for the member TrainingSpecification of CreateAlgorithm.</summary>
    /// <exception cref="InvalidOperationException">The declarations exceed one of the API's limits; all that do are named.</exception>
    public string ToJson()
    {
        var excesses = Excesses().ToList();
        if (excesses.Count > 0) throw new InvalidOperationException($"the training specification: {string.Join("; ", excesses)}");
        return SpecificationJson.Text(Write);
    }

    private void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject();
        json.WriteString("TrainingImage", Image);
        json.WriteStartArray("SupportedHyperParameters");
        foreach (var declaration in Hyperparameters.Declarations) HyperparameterSpecification.Write(json, declaration);
        json.WriteEndArray();
        json.WriteStrings("SupportedTrainingInstanceTypes", InstanceTypes);
        json.WriteBoolean("SupportsDistributedTraining", SupportsDistributedTraining);
        json.WriteStartArray("MetricDefinitions");
        MetricDefinitions.WriteItems(json, Metrics);
        json.WriteEndArray();
        json.WriteStartArray("TrainingChannels");
        foreach (var channel in Channels) ChannelSpecification.Write(json, channel);
        json.WriteEndArray();
        json.WriteStartArray("SupportedTuningJobObjectiveMetrics");
        foreach (var metric in Metrics.Metrics.Where(metric => metric is { Objective: true, Direction: not MetricDirection.Neither }))
        {
            json.WriteStartObject();
            json.WriteString("Type", metric.Direction.ToString());
            json.WriteString("MetricName", metric.Name);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private IEnumerable<string> Excesses()
    {
        if (!TrainingImage.IsValid(Image))
            yield return $"found the image {Shown.Quoted(Image)}, expected 1 to {TrainingImage.LengthMax} characters without blanks";
        if (Hyperparameters.Declarations.Count > HyperparametersMax)
            yield return $"found {Hyperparameters.Declarations.Count} hyperparameters, expected at most {HyperparametersMax}";
        foreach (var declaration in Hyperparameters.Declarations.Where(declaration => declaration.Choices.Count > TuningRanges.ChoicesMax))
            yield return $"found {declaration.Choices.Count} choices of {declaration.Name}, expected at most {TuningRanges.ChoicesMax}";
        if (Channels.Count is 0 or > ChannelsMax) yield return $"found {Channels.Count} channels, expected 1 to {ChannelsMax}";
        foreach (var channel in Channels.Where(channel => channel.InputModes.Count == 0 || !ChannelName.IsValid(channel.Name)))
            yield return $"found the channel {Shown.Quoted(channel.Name)} with {channel.InputModes.Count} input modes, expected a valid name and at least one mode";
        if (InstanceTypes.Count == 0) yield return "found no instance type, expected at least one";
    }
}
