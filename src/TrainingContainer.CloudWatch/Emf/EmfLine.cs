using System.Buffers;
using System.Text;
using System.Text.Json;

namespace TrainingContainer.CloudWatch;

/// <summary>Writes values as documents of CloudWatch's embedded metric format, one line each.</summary>
/// <remarks>
/// Source: the CloudWatch user guide's page "Specification: Embedded metric format". No MetricDefinition's regular expression finds
/// anything in such a line: they look for <c> name=</c>, and here a name is followed by quotes and a colon.
/// </remarks>
public static class EmfLine
{
    /// <summary>The most metrics of a document.</summary>
    public const int MetricsMax = 100;

    /// <summary>The most values of a metric in a document.</summary>
    public const int ValuesMax = 100;

    /// <summary>Writes them.</summary>
    /// <param name="destination">Namespace and dimensions.</param>
    /// <param name="values">A metric at most once for each second.</param>
    /// <returns>As many lines as the limits ask for: one for each second, as a rule. Without line ends.</returns>
    public static IEnumerable<string> Of(MetricDestination destination, IReadOnlyList<MetricValues> values)
    {
        foreach (var second in values.GroupBy(metric => metric.Time))
        {
            // a metric with more values than a document takes goes on in the next one
            var parts = second.SelectMany(metric => metric.Values.Chunk(ValuesMax).Select((part, index) => (Index: index, Values: metric with { Values = part })));
            foreach (var round in parts.GroupBy(part => part.Index))
                foreach (var metrics in round.Select(part => part.Values).Chunk(MetricsMax))
                    yield return Document(destination, second.Key, metrics);
        }
    }

    private static string Document(MetricDestination destination, DateTimeOffset time, MetricValues[] metrics)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject("_aws");
            json.WriteNumber("Timestamp", time.ToUnixTimeMilliseconds());
            json.WriteStartArray("CloudWatchMetrics");
            json.WriteStartObject();
            json.WriteString("Namespace", destination.Namespace);
            json.WriteStartArray("Dimensions");
            json.WriteStartArray();
            json.WriteStringValue(MetricDestination.JobDimension);
            json.WriteStringValue(MetricDestination.HostDimension);
            json.WriteEndArray();
            json.WriteEndArray();
            json.WriteStartArray("Metrics");
            foreach (var (metric, _, _) in metrics)
            {
                json.WriteStartObject();
                json.WriteString("Name", metric.Name);
                json.WriteString("Unit", CloudWatchMetrics.UnitOf(metric));
                json.WriteNumber("StorageResolution", destination.StorageResolution);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
            json.WriteString(MetricDestination.JobDimension, destination.TrainingJobName);
            json.WriteString(MetricDestination.HostDimension, destination.Host);
            foreach (var (metric, _, values) in metrics)
                WriteValues(json, metric.Name, values);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void WriteValues(Utf8JsonWriter json, string name, IReadOnlyList<double> values)
    {
        if (values is [var only])
        {
            json.WriteNumber(name, only);
            return;
        }
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteNumberValue(value);
        json.WriteEndArray();
    }
}
