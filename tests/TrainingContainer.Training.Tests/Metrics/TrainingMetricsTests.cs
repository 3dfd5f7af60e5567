using System.Text.RegularExpressions;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class TrainingMetricsTests
{
    public static TheoryData<double> Values => [0, 1, 0.9812, -3.25, 1e-9, 7e-05, 123456789, -1.5e30, double.NaN, double.PositiveInfinity, double.NegativeInfinity];

    [Theory]
    [MemberData(nameof(Values))]
    public void EveryPrintedLine_MatchesItsOwnRegexAndNoOther(double value)
    {
        var metrics = TrainingMetrics.Catalog.Metrics;
        foreach (var metric in metrics)
        {
            var text = new StringWriter();
            new MetricWriter(text, enabled: true).Write(3, 1407, metric, value);
            var line = text.ToString().TrimEnd('\n');
            line.ShouldStartWith($"epoch=3 step=1407 {metric.Name}=");
            metrics.Where(other => Regex.IsMatch(line, other.Regex)).ShouldBe([metric]);
        }
    }

    [Fact]
    public void Catalog_FitsIntoMetricDefinitions()
    {
        TrainingMetrics.Catalog.Metrics.Count.ShouldBeLessThanOrEqualTo(40);
        TrainingMetrics.Catalog.Metrics.ShouldAllBe(metric => metric.Regex.Length <= 500 && metric.Name.Length <= 255);
    }

    [Fact]
    public void EveryObjective_HasItsBest()
    {
        var names = TrainingMetrics.Catalog.Metrics.Select(metric => metric.Name).ToHashSet();
        foreach (var metric in TrainingMetrics.ObjectivesOf(TaskKind.Classification).Concat(TrainingMetrics.ObjectivesOf(TaskKind.Regression)))
            names.ShouldContain($"{metric.Name}:best");
    }

    [Theory]
    [InlineData(TaskKind.Classification)]
    [InlineData(TaskKind.Regression)]
    public void DefaultObjective_IsAnObjectiveOfItsTask(TaskKind task) =>
        TrainingMetrics.ObjectivesOf(task).ShouldContain(TrainingMetrics.DefaultObjective(task));
}
