using TrainingContainer.LocalSageMaker.Jobs;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>Tuning jobs whose runner itself meets something unexpected.</summary>
public sealed class TuningJobFailureTests
{
    [Fact]
    public void Unexpected_StopsWhatRunsAndFailsWithTheReason()
    {
        using var tuning = new SimulatedTuning().Create();
        FailAt(tuning, 12, () => throw new InvalidOperationException("the machine is on fire"));

        Should.Throw<InvalidOperationException>(() => Run(tuning)).Message.ShouldBe("the machine is on fire");

        (tuning.State.Status, tuning.State.FailureReason, tuning.State.EndTime is null).ShouldBe(("Failed", "InternalServerError: the machine is on fire", false));
        // two had ended, two were stopped at once, and no other was begun
        tuning.State.Jobs.Select(job => tuning.TrainingJobs.State(job.Name).Status).ShouldBe(["Completed", "Completed", "Stopped", "Stopped"]);
        Seconds(tuning).ShouldBe(12, 1);
        tuning.Description.GetProperty("BestTrainingJob").ValueKind.ShouldBe(System.Text.Json.JsonValueKind.Object);
    }

    [Fact]
    public void StateThatCannotBeWrittenForAWhile_IsWrittenWhenItCan()
    {
        using var tuning = new SimulatedTuning().Create();
        var file = Path.Combine(tuning.Folder.Path, "state.json.unfinished");
        // the first two jobs end after 9 s, and no third can be written down
        FailAt(tuning, 3, () => Directory.CreateDirectory(file));
        FailAt(tuning, 40, () => Directory.Delete(file));

        Should.Throw<UnauthorizedAccessException>(() => Run(tuning));

        tuning.State.Status.ShouldBe("Failed");
        tuning.State.FailureReason!.ShouldStartWith("InternalServerError: ");
        tuning.State.FailureReason.ShouldContain("state.json.unfinished");
        Seconds(tuning).ShouldBe(40, 1);
        tuning.State.Jobs.Count.ShouldBe(2);
    }

    [Fact]
    public void StateThatCanNeverBeWritten_StopsWhatRunsAndEndsTheRunner_TheNextGoesOn()
    {
        using var tuning = new SimulatedTuning { Epochs = 100_000 }.Create();
        var (file, start) = (Path.Combine(tuning.Folder.Path, "state.json.unfinished"), tuning.Time.GetUtcNow());
        FailAt(tuning, 5, () => Directory.CreateDirectory(file));
        FailAt(tuning, 6, () => throw new InvalidOperationException("the machine is on fire"));

        Should.Throw<InvalidOperationException>(() => Run(tuning));

        tuning.State.Status.ShouldBe("InProgress");
        tuning.State.Jobs.ShouldAllBe(job => tuning.TrainingJobs.State(job.Name).Status == "Stopped");
        (tuning.Time.GetUtcNow() - start).ShouldBe(TimeSpan.FromSeconds(6 + 120) + TuningJobFailure.UploadTimeMax, TimeSpan.FromSeconds(1));
        (tuning.Epochs, tuning.Ticked) = (9, () => { });
        Directory.Delete(file);
        tuning.Run();
        (tuning.State.Status, tuning.State.Jobs.Count).ShouldBe(("Completed", 6));
    }

    [Fact]
    public void TrainingJobsThatDoNotStop_AreWaitedForNoLongerThanTheLimit()
    {
        using var tuning = new SimulatedTuning { Epochs = 100_000, IgnoresStops = true }.Create();
        FailAt(tuning, 12, () => throw new InvalidOperationException(new string('x', 2000)));

        Should.Throw<InvalidOperationException>(() => Run(tuning));

        Seconds(tuning).ShouldBe(12 + 120 + TuningJobFailure.UploadTimeMax.TotalSeconds, 1);
        tuning.State.FailureReason!.Length.ShouldBe(1024);
        tuning.State.FailureReason.ShouldEndWith($"x; 2 training jobs did not stop in time, see {tuning.State.Jobs[0].Name}");
        tuning.State.Jobs.ShouldAllBe(job => tuning.TrainingJobs.IsStopRequested(job.Name));
    }

    [Fact]
    public void RunnerThatIsKilledWhileItFails_IsFollowedByOneThatFailsToo()
    {
        using var tuning = new SimulatedTuning { IgnoresStops = true, Epochs = 100_000 };
        var isFailing = false;
        tuning.Ticked = () =>
        {
            if (!isFailing && tuning.State.Jobs.Count == 2)
            {
                isFailing = true;
                throw new InvalidOperationException("the machine is on fire");
            }
        };
        tuning.Kill(() => isFailing && tuning.State.StopReason is not null);

        tuning.State.Status.ShouldBe("InProgress");
        tuning.IgnoresStops = false;
        tuning.Run();

        (tuning.State.Status, tuning.State.FailureReason, tuning.State.Jobs.Count).ShouldBe(("Failed", "InternalServerError: the machine is on fire", 2));
    }

    [Fact]
    public void ParentThatIsGone_FailsTheTuningJobAndNotItsRunnerForEver()
    {
        using var tuning = new SimulatedTuning().Run().Next("child");
        tuning.Request.With("WarmStartConfig", """{"WarmStartType":"TransferLearning","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"tune"}]}""");
        tuning.Create();
        Directory.Delete(tuning.Home.TuningJob("tune").Path, recursive: true);

        Should.Throw<IOException>(() => Run(tuning));

        tuning.State.Status.ShouldBe("Failed");
        tuning.State.FailureReason!.ShouldContain(Path.Combine("tune", "request.json"));
    }

    private static void Run(SimulatedTuning tuning)
    {
        using var held = tuning.Folder.TryLock().ShouldNotBeNull();
        new TuningJobRunner(tuning.Folder, tuning.Home, tuning.TrainingJobs, tuning.Time).RunAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    // Once, so many seconds after the tuning job's creation.
    private static void FailAt(SimulatedTuning tuning, double seconds, Action fault)
    {
        var (before, due) = (tuning.Ticked, tuning.Time.GetUtcNow() + TimeSpan.FromSeconds(seconds));
        var isDone = false;
        tuning.Ticked = () =>
        {
            before();
            if (isDone || tuning.Time.GetUtcNow() < due) return;
            isDone = true;
            fault();
        };
    }

    private static double Seconds(SimulatedTuning tuning) => (tuning.State.EndTime!.Value - tuning.State.CreationTime).TotalSeconds;
}
