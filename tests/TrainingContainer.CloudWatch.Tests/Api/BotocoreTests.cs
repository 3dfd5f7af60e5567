using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch.Tests.Api;

/// <summary>The requests, as AWS's own model of the service judges them.</summary>
public sealed class BotocoreTests
{
    private const string Python = "/usr/bin/python3";

    [Fact]
    public void Requests_AreValidAndNotLargerThanReckoned()
    {
        var random = new Random(11);
        var destinations = new[] { Samples.Destination, new("a/b#c:d", new string('j', 1_024), new string('h', 1_024), 60) };
        List<MetricDataRequest> requests = [];
        foreach (var destination in destinations)
        {
            var client = new FakeClient();
            var sink = new MetricDataSink(client, destination, new ManualTime(), message => throw new InvalidOperationException(message));
            sink.Write(Samples.OneEach(1_100));
            sink.Write([.. Enumerable.Range(0, 120).Select(number => new MetricValues(
                Samples.Metric(number, (MetricUnit)(number % 5)), ManualTime.Start,
                [.. Enumerable.Range(0, 400).Select(_ => (random.NextDouble() - 0.5) * Math.ScaleB(1, random.Next(-400, 360)))]))]);
            sink.Close();
            requests.AddRange(client.Requests);
        }
        var sizes = SizesOf(requests);
        sizes.Length.ShouldBe(requests.Count);
        foreach (var (request, size) in requests.Zip(sizes))
        {
            var reckoned = MetricDataRequest.BytesBefore(request.Destination) + request.Data.Sum(datum => MetricDataRequest.BytesOf(datum, request.Destination));
            size.ShouldBeLessThanOrEqualTo(reckoned);
            reckoned.ShouldBeLessThanOrEqualTo(1_000_000);
        }
    }

    [Fact]
    public void AWrongRequest_IsFound()
    {
        var request = new MetricDataRequest(
            new(":AWS", "job", "host", 7), [new(Samples.Metric(0), ManualTime.Start, [1, 1], [1, 1])]);
        Should.Throw<InvalidDataException>(() => SizesOf([request])).Message.ShouldContain("values must differ");
    }

    private static int[] SizesOf(IReadOnlyList<MetricDataRequest> requests)
    {
        Assert.SkipUnless(Directory.Exists("/usr/lib/python3/dist-packages/awscli/botocore"), "Debian's awscli is not installed: scripts/setup.sh --tests installs it");
        using var process = Process.Start(new ProcessStartInfo(Python, Path.Combine(AppContext.BaseDirectory, "Api", "put_metric_data.py"))
        { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var errors = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(new JsonArray([.. requests.Select(Json)]).ToJsonString());
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => int.Parse(line, CultureInfo.InvariantCulture))]
            : throw new InvalidDataException(errors.Result);
    }

    /// <summary>The members as Sdk/SdkMetricDataClient.cs sets them.</summary>
    private static JsonObject Json(MetricDataRequest request) => new()
    {
        ["Namespace"] = request.Destination.Namespace,
        ["MetricData"] = new JsonArray([.. request.Data.Select(datum => new JsonObject
        {
            ["MetricName"] = datum.Metric.Name,
            ["Dimensions"] = new JsonArray(
                new JsonObject { ["Name"] = MetricDestination.JobDimension, ["Value"] = request.Destination.TrainingJobName },
                new JsonObject { ["Name"] = MetricDestination.HostDimension, ["Value"] = request.Destination.Host }),
            ["Timestamp"] = datum.Time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture),
            ["Values"] = JsonSerializer.SerializeToNode(datum.Values),
            ["Counts"] = JsonSerializer.SerializeToNode(datum.Counts),
            ["Unit"] = CloudWatchMetrics.UnitOf(datum.Metric),
            ["StorageResolution"] = request.Destination.StorageResolution,
        })]),
    };
}
