using System.Text.RegularExpressions;
using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>What a job tells while it runs.</summary>
public sealed class TrainingJobMetricTests
{
    [Fact]
    public void Metrics_AreOneLinePerEpochAndBestIsTheLastWord()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(300));
        var (_, metrics, _) = Run(job);
        foreach (var metric in TrainingMetrics.Catalog.Metrics.Where(metric => metric.Name.StartsWith("validation:loss", StringComparison.Ordinal)))
            metrics.Count(line => Regex.IsMatch(line, metric.Regex)).ShouldBe(6, metric.Name);
        double[] Values(string name) => [.. metrics.Select(line => Regex.Match(line, $" {name}=(\\S+)$")).Where(m => m.Success).Select(m => double.Parse(m.Groups[1].Value))];
        Values("validation:loss:best")[^1].ShouldBe(Values("validation:loss").Min());
        Values("validation:accuracy:best")[^1].ShouldBe(Values("validation:accuracy").Max());
    }

    [Fact]
    public void Observer_IsToldEveryMetricAndWhereTheTimeGoes()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(300)).Channel("test", JobFolder.TwoClasses(100));
        var stepping = new List<double>();
        JobNotes? notes = null;
        notes = new JobNotes { OnStep = (_, _) => stepping.Add(notes!.Accounts[0].SecondsUntilNow(GoodputPhase.Training)) };
        var (_, metrics, _) = Run(job, notes);
        notes.Measurements.ShouldBe(metrics.Select(line => line.Split(' ')[^1]));
        notes.Accounts.ShouldHaveSingleItem();
        stepping[0].ShouldBeGreaterThan(0);
        stepping.ShouldBeInOrder();
    }
}
