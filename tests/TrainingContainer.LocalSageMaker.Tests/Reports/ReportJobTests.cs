using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Tests.Jobs;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportJobTests
{
    private const string Metric = "train:loss";

    [Fact]
    public void CompletedSpotJob_HasItsCurvesTimesAndInterruptions()
    {
        using var job = new SimulatedJob();
        job.Options = new RunOptions { S3Root = job.S3(), SpotInterruptions = "at=5s,wait=2s", SpotGraceSeconds = 0 };
        job.Engine.Program = container =>
        {
            container.Print("train:loss=0.5");
            container.Print("train:loss=0.25");
            container.EndAfter(TimeSpan.FromSeconds(10), 0);
        };
        job.Run();

        var read = ReportJob.Read(job.Folder, Metric, job.Time.GetUtcNow());

        read.Status.ShouldBe("Completed");
        read.Interruptions.ShouldBe(1);
        read.HyperParameters.ShouldBe(new Dictionary<string, string> { ["epochs"] = "3" });
        read.Metrics.Single().Name.ShouldBe(Metric);
        read.Metrics[0].Points.Select(point => (point.Number, point.Value)).ShouldBe([(1, 0.5f), (2, 0.25f), (3, 0.5f), (4, 0.25f)]);
        read.FinalObjective.ShouldBe(0.25f);
        (read.StartTime, read.EndTime).ShouldBe((job.State.TrainingStartTime, job.State.TrainingEndTime));
        read.TrainingSeconds.ShouldBe(job.Description.GetProperty("TrainingTimeInSeconds").GetInt32());
        read.BillableSeconds.ShouldBe(job.Description.GetProperty("BillableTimeInSeconds").GetInt32());
        read.BillableSeconds!.Value.ShouldBeLessThan(read.TrainingSeconds!.Value);
        read.Transitions.Select(transition => transition.Status).ShouldBe(job.Statuses);
    }

    [Fact]
    public void FailedJob_HasItsReasonAndNoFinalObjective()
    {
        using var job = new SimulatedJob();
        job.Engine.Program = container =>
        {
            container.Print("train:loss=0.5");
            container.Write("output/failure", "no <memory>");
            container.EndAfter(TimeSpan.FromSeconds(1), 1);
        };
        job.Run();

        var read = ReportJob.Read(job.Folder, Metric, job.Time.GetUtcNow());

        read.FailureReason.ShouldNotBeNull().ShouldContain("no <memory>");
        read.FinalObjective.ShouldBeNull();
        read.Metrics.Single().Points.Count.ShouldBe(1);
    }

    [Fact]
    public void JobThatHasNotStarted_HasNeitherTimesNorCurves()
    {
        using var job = new SimulatedJob().Create();
        var read = ReportJob.Read(job.Folder, Metric, job.Time.GetUtcNow());
        (read.StartTime, read.EndTime, read.TrainingSeconds, read.FinalObjective).ShouldBe((null, null, null, null));
        read.Metrics.ShouldBeEmpty();
        read.Status.ShouldBe("InProgress");
    }

    [Fact]
    public void MetricOfSeveralHosts_IsACurveForEach()
    {
        using var job = new SimulatedJob().Create();
        File.WriteAllText(job.Folder.MetricsFile, "2026-11-21T12:00:01Z,algo-2,\"loss\",2\n2026-11-21T12:00:02Z,algo-1,\"loss\",1\n2026-11-21T12:00:03Z,algo-1,\"alone\",3\n");
        var series = ReportJob.Read(job.Folder, null, job.Time.GetUtcNow()).Metrics;
        series.Select(one => (one.Name, one.Last.Number, one.Last.Value)).ShouldBe([("loss (algo-1)", 1, 1f), ("loss (algo-2)", 1, 2f), ("alone", 1, 3f)]);
    }
}
