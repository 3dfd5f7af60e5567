using System.Text.RegularExpressions;
using static TrainingContainer.Training.Tests.JobRun;

namespace TrainingContainer.Training.Tests;

/// <summary>A job that is stopped, by request or by itself.</summary>
public sealed class TrainingJobStopTests
{
    [Fact]
    public void StopDuringTraining_SavesTheModelSoFar()
    {
        using var stop = new CancellationTokenSource();
        var notes = new JobNotes { OnStep = (epoch, step) => { if (epoch == 2 && step == 3) stop.Cancel(); } };
        using var job = new JobFolder().With(Small(("epochs", "1000"))).Channel("train", JobFolder.TwoClasses(200));
        var (outcome, _, _) = Run(job, notes, stop.Token);
        outcome!.Ending.ShouldBe(TrainingEnding.Stopped);
        outcome.BestEpoch.ShouldBe(1);
        File.Exists(Path.Combine(job.Paths.Model, "model.json")).ShouldBeTrue();
        Json(job, "model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe("stopped");
    }

    [Fact]
    public void StopBeforeTheFirstStep_LeavesNoModel()
    {
        using var job = new JobFolder().With(Small()).Channel("train", JobFolder.TwoClasses(200));
        var (outcome, _, _) = Run(job, stop: new CancellationToken(canceled: true));
        outcome.ShouldBeNull();
        Directory.GetFiles(job.Paths.Model).ShouldBeEmpty();
    }

    [Fact]
    public void StopWhileTestingIsDue_KeepsTheModelAndSaysSo()
    {
        using var stop = new CancellationTokenSource();
        var notes = new JobNotes { OnEnd = stop.Cancel };
        using var job = new JobFolder().With(Small(("epochs", "2"))).Channel("train", JobFolder.TwoClasses(200)).Channel("test", JobFolder.TwoClasses(50));
        var (outcome, metrics, _) = Run(job, notes, stop.Token);
        outcome!.Ending.ShouldBe(TrainingEnding.Finished);
        metrics.ShouldNotContain(line => line.Contains(" test:"));
        notes.Lines.ShouldContain("channel test was not measured: the job is stopping");
        Json(job, "output", "data", "evaluation.json").TryGetProperty("validation", out _).ShouldBeTrue();
    }

    [Fact]
    public void EarlyStopping_RestoresTheBestEpoch()
    {
        using var job = new JobFolder().With(Small(("epochs", "200"), ("early_stopping_patience", "3"), ("learning_rate", "0.3"), ("objective_metric", "validation:loss")))
            .Channel("train", JobFolder.TwoClasses(200)).Channel("validation", JobFolder.TwoClasses(60));
        var (outcome, metrics, _) = Run(job);
        outcome!.Ending.ShouldBe(TrainingEnding.StoppedEarly);
        outcome.BestEpoch.ShouldBe(outcome.Epochs - 3);
        var best = metrics.Select(line => Regex.Match(line, " validation:loss=(\\S+)$")).Where(m => m.Success).Min(m => double.Parse(m.Groups[1].Value));
        Json(job, "output", "data", "evaluation.json").GetProperty("validation").GetProperty("loss").GetDouble().ShouldBe(best, 1e-6);
    }
}
