using System.Text.Json;

namespace TrainingContainer.SageMaker;

/// <summary>Metrics as the API's MetricDefinitions: which regular expression finds each in the log.</summary>
public static class MetricDefinitions
{
    /// <summary>The JSON array for AlgorithmSpecification.MetricDefinitions of a training job or of a tuning job.</summary>
    public static string ToJson(MetricCatalog metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return SpecificationJson.Text(json =>
        {
            json.WriteStartArray();
            WriteItems(json, metrics);
            json.WriteEndArray();
        });
    }

    internal static void WriteItems(Utf8JsonWriter json, MetricCatalog metrics)
    {
        foreach (var metric in metrics.Metrics)
        {
            json.WriteStartObject();
            json.WriteString("Name", metric.Name);
            json.WriteString("Regex", metric.Regex);
            json.WriteEndObject();
        }
    }
}
