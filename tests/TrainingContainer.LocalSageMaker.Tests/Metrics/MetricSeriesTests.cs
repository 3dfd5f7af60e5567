using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Metrics;

public sealed class MetricSeriesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Read_WhatJobMetricsHaveWritten_IsTheSame()
    {
        using var folder = new TemporaryFolder();
        using (var metrics = new JobMetrics(File(folder), [new MetricDefinition("a, \"b\"", "a=(.*)"), new MetricDefinition("c", "c=(.*)")]))
        {
            metrics.Add("algo-1", "a=1.5", Noon);
            metrics.Add("algo-2", "c=7e-05", Noon.AddSeconds(1));
            metrics.Add("algo-2", "nothing", Noon);
        }

        MetricSeries.Read(File(folder)).ShouldBe([new MetricPoint(Noon, "algo-1", "a, \"b\"", 1.5f), new MetricPoint(Noon.AddSeconds(1), "algo-2", "c", 7e-05f)]);
    }

    [Fact]
    public void JobMetrics_AfterAKill_CutTheHalfLineOff()
    {
        using var folder = new TemporaryFolder();
        System.IO.File.WriteAllText(File(folder), MetricSeries.Line(new MetricPoint(Noon, "algo-1", "a", 1)) + "2026-11-21T1");
        MetricSeries.Read(File(folder)).Count.ShouldBe(1);
        using (var metrics = new JobMetrics(File(folder), [new MetricDefinition("a", "a=(.*)")])) metrics.Add("algo-1", "a=2", Noon);

        MetricSeries.Read(File(folder)).Select(point => point.Value).ShouldBe([1f, 2f]);
    }

    [Theory]
    [InlineData("a\tb\u001b[0m\r", "a#011b#033[0m#015")]
    [InlineData("plain é", "plain é")]
    public void Escaped_ControlCharacters_AreThreeOctalDigits(string line, string escaped) => LogLine.Escaped(line).ShouldBe(escaped);

    private static string File(TemporaryFolder folder) => folder.PathOf("metrics.csv");
}
