using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportContentTests
{
    [Fact]
    public void TuningJob_RanksTheGreatestFirstAndThoseWithoutAnObjectiveLast()
    {
        var content = SampleReports.Tuning();
        var objectives = content.Ranked.Select(job => job.FinalObjective).ToArray();
        objectives[..10].ShouldBe(objectives[..10].OrderDescending());
        objectives[10..].ShouldBe([null, null]);
        content.Best.ShouldBeSameAs(content.Ranked[0]);
        content.Best!.FinalObjective.ShouldBe(content.Jobs.Max(job => job.FinalObjective));
    }

    [Fact]
    public void MinimizingTuningJob_RanksTheLeastFirst()
    {
        var content = SampleReports.Tuning() with { Objective = new ReportObjective(SampleReports.Metric, ObjectiveType.Minimize) };
        content.Best!.FinalObjective.ShouldBe(content.Jobs.Min(job => job.FinalObjective));
    }

    [Fact]
    public void EqualObjectives_RankTheEarlierJobFirst()
    {
        var content = SampleReports.Tuning();
        var equal = content with { Jobs = [.. content.Jobs.Reverse().Select(job => job with { FinalObjective = 1 })] };
        equal.Best!.CreationTime.ShouldBe(content.Jobs.Min(job => job.CreationTime));
    }

    [Fact]
    public void WithoutObjectives_ThereIsNoBest()
    {
        var content = SampleReports.Tuning();
        (content with { Jobs = [.. content.Jobs.Select(job => job with { FinalObjective = null })] }).Best.ShouldBeNull();
        (content with { Jobs = [] }).Best.ShouldBeNull();
        SampleReports.Spot().Best.ShouldBeNull();
    }
}
