using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch.Tests.Emf;

public sealed class EmfLineTests
{
    private static EmfDocument[] Documents(params IReadOnlyList<MetricValues> values) =>
        [.. EmfLine.Of(Samples.Destination, values).Select(EmfDocument.Parse)];

    [Fact]
    public void ADocument_SaysWhatAndWhereAndWhen()
    {
        var document = Documents(
            new MetricValues(Samples.Metric(1), ManualTime.Start, [0.9812]),
            new MetricValues(CloudWatchMetrics.MemoryUsed, ManualTime.Start, [1e10]),
            new MetricValues(Samples.Metric(2, MetricUnit.CountPerSecond), ManualTime.Start, [7e-05, -3, 7e-05])).ShouldHaveSingleItem();
        document.Namespace.ShouldBe("Models/Digits");
        document.Timestamp.ShouldBe(ManualTime.Start.ToUnixTimeMilliseconds());
        document.Dimensions.ShouldBe(new Dictionary<string, string> { ["TrainingJobName"] = "digits-1", ["Host"] = "algo-1" });
        document.Metrics.Select(metric => (metric.Name, metric.Unit, metric.StorageResolution, string.Join(' ', metric.Values))).ShouldBe(
        [
            ("validation:metric_1", "None", 1, "0.9812"), ("system:memory_used", "Bytes", 1, "10000000000"),
            ("validation:metric_2", "Count/Second", 1, "7E-05 -3 7E-05"),
        ]);
    }

    [Fact]
    public void EverySecond_HasItsOwnDocument()
    {
        var later = Samples.Different(1) with { Time = ManualTime.Start.AddSeconds(1) };
        Documents([Samples.Different(1), later]).Select(document => document.Timestamp).ShouldBe(
            [ManualTime.Start.ToUnixTimeMilliseconds(), ManualTime.Start.ToUnixTimeMilliseconds() + 1_000]);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(1_000, 10)]
    public void Metrics_AreAtMost100OfADocument(int metrics, int documents)
    {
        var parsed = Documents(Samples.OneEach(metrics));
        parsed.Length.ShouldBe(documents);
        parsed.SelectMany(document => document.Metrics).Select(metric => metric.Values[0]).ShouldBe(Enumerable.Range(0, metrics).Select(i => (double)i));
    }

    [Theory]
    [InlineData(100, 1)]
    [InlineData(101, 2)]
    [InlineData(250, 3)]
    public void Values_AreAtMost100OfAMetricAndNoneIsLost(int values, int documents)
    {
        var parsed = Documents(Samples.Different(values), Samples.Different(1, metric: 1));
        parsed.Length.ShouldBe(documents);
        parsed.SelectMany(document => document.Metrics).Where(metric => metric.Name == "validation:metric_0").SelectMany(metric => metric.Values)
            .ShouldBe(Samples.Different(values).Values);
    }

    [Theory]
    [InlineData(double.MaxValue)]
    [InlineData(double.NaN)]
    [InlineData(double.NegativeInfinity)]
    public void ValuesThatCloudWatchRefuses_NeverGetHere(double value) =>
        Documents(MetricValues.Of([new(Samples.Metric(0), value, ManualTime.Start), new(Samples.Metric(1), 1, ManualTime.Start)]))
            .ShouldHaveSingleItem().Metrics.ShouldHaveSingleItem().Name.ShouldBe("validation:metric_1");

    [Fact]
    public void MetricDefinitions_FindNothingInALine()
    {
        // a job's name comes from outside
        var destination = MetricDestination.For("TrainingContainer", " train:loss=0.5 validation:metric_1=1", " validation:metric_1=2", TimeSpan.FromSeconds(1));
        foreach (var metric in new[] { Samples.Metric(1), CloudWatchMetrics.StepSeconds })
        {
            var lines = EmfLine.Of(Samples.Destination, [new(metric, ManualTime.Start, [1, 2])]).ToArray();
            lines.ShouldAllBe(line => !Regex.IsMatch(line, metric.Regex));
            lines.ShouldAllBe(line => !Regex.IsMatch(line, metric.Best.Regex));
        }
        EmfLine.Of(destination, Samples.OneEach(3)).ShouldAllBe(line => !Regex.IsMatch(line, Samples.Metric(1).Regex));
    }

    [Fact]
    public void RandomValues_AllArrive()
    {
        var random = new Random(7);
        for (var round = 0; round < 20; round++)
        {
            var samples = Enumerable.Range(0, random.Next(1, 2_000)).Select(_ => new MetricSample(
                Samples.Metric(random.Next(1, 130)), Math.ScaleB(random.NextDouble() - 0.5, random.Next(-1_000, 400)), ManualTime.Start.AddSeconds(random.Next(3)))).ToArray();
            var documents = Documents(MetricValues.Of(samples));
            documents.SelectMany(document => document.Metrics.SelectMany(metric => metric.Values.Select(value => (document.Timestamp, metric.Name, value)))).Order().ShouldBe(
                samples.Where(sample => Math.Abs(sample.Value) <= Math.Pow(2, 360))
                    .Select(sample => (sample.Time.ToUnixTimeSeconds() * 1_000, sample.Metric.Name, sample.Value)).Order());
        }
    }
}
