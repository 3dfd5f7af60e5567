using System.Text;
using System.Text.Json;

namespace TrainingContainer.CloudWatch.Tests.Emf;

/// <summary>
/// A document of the embedded metric format, read as strictly as the specification allows: members that it does not name, names without
/// a value, and limits are failures.
/// </summary>
/// <remarks>Source: CloudWatch user guide, "Specification: Embedded metric format".</remarks>
internal sealed record EmfDocument(
    long Timestamp, string Namespace, IReadOnlyDictionary<string, string> Dimensions, IReadOnlyList<EmfMetric> Metrics)
{
    private static readonly string[] Units =
    [
        "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits",
        "Megabits", "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second",
        "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
    ];

    public static EmfDocument Parse(string line)
    {
        line.ShouldNotContain('\n');
        Encoding.UTF8.GetByteCount(line).ShouldBeLessThanOrEqualTo(256 << 10, "an event of CloudWatch Logs, as it was before it could be 1 MB");
        using var json = JsonDocument.Parse(line);
        var root = json.RootElement;
        var names = root.EnumerateObject().Select(member => member.Name).ToArray();
        names.ShouldBe(names.Distinct());
        var metadata = root.GetProperty("_aws");
        Members(metadata, "Timestamp", "CloudWatchMetrics");
        var directive = metadata.GetProperty("CloudWatchMetrics").EnumerateArray().ShouldHaveSingleItem();
        Members(directive, "Namespace", "Dimensions", "Metrics");
        var space = Text(directive.GetProperty("Namespace"), 255);
        var set = directive.GetProperty("Dimensions").EnumerateArray().ShouldHaveSingleItem().EnumerateArray().Select(name => Text(name, 250)).ToArray();
        set.Length.ShouldBeInRange(1, 30);
        var definitions = directive.GetProperty("Metrics").EnumerateArray().ToArray();
        definitions.Length.ShouldBeInRange(1, 100);
        var metrics = definitions.Select(definition => Metric(definition, root)).ToArray();
        names.Order().ShouldBe(set.Concat(metrics.Select(metric => metric.Name)).Append("_aws").Order());
        return new(metadata.GetProperty("Timestamp").GetInt64(), space, set.ToDictionary(name => name, name => Text(root.GetProperty(name), 1_024)), metrics);
    }

    private static EmfMetric Metric(JsonElement definition, JsonElement root)
    {
        Members(definition, "Name", "Unit", "StorageResolution");
        var name = Text(definition.GetProperty("Name"), 255);
        var unit = Text(definition.GetProperty("Unit"), 20);
        Units.ShouldContain(unit);
        var resolution = definition.GetProperty("StorageResolution").GetInt32();
        resolution.ShouldBeOneOf(1, 60);
        var target = root.GetProperty(name);
        double[] values = target.ValueKind == JsonValueKind.Array ? [.. target.EnumerateArray().Select(Number)] : [Number(target)];
        values.Length.ShouldBeInRange(1, 100);
        return new(name, unit, resolution, values);
    }

    private static double Number(JsonElement element)
    {
        element.ValueKind.ShouldBe(JsonValueKind.Number);
        Math.Abs(element.GetDouble()).ShouldBeLessThanOrEqualTo(Math.Pow(2, 360));
        return element.GetDouble();
    }

    private static string Text(JsonElement element, int lengthMax)
    {
        var text = element.GetString()!;
        text.Length.ShouldBeInRange(1, lengthMax);
        text.ShouldAllBe(c => c >= ' ' && c <= '~');
        text[0].ShouldNotBe(':');
        return text;
    }

    private static void Members(JsonElement element, params string[] names) => element.EnumerateObject().Select(member => member.Name).ShouldBe(names);
}
