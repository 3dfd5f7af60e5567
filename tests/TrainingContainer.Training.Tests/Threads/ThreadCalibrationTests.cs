namespace TrainingContainer.Training.Tests;

public sealed class ThreadCalibrationTests
{
    private sealed class ManualTime : TimeProvider
    {
        private long _now;

        public override long TimestampFrequency => 1_000_000;

        public override long GetTimestamp() => _now;

        public void Pass(long microseconds) => _now += microseconds;
    }

    private static ThreadSetting Run(params (ThreadSetting Setting, long Microseconds)[] candidates)
    {
        var time = new ManualTime();
        ThreadSetting? applied = null;
        var (chosen, measured) = new ThreadCalibration(time).Run(
            [.. candidates.Select(c => c.Setting)],
            setting => applied = setting,
            () => time.Pass(candidates.First(c => c.Setting == applied).Microseconds),
            CancellationToken.None);
        applied.ShouldBe(chosen);
        measured.Count.ShouldBe(candidates[0].Microseconds < 50 ? 1 : candidates.Length);
        return chosen;
    }

    [Fact]
    public void FastestCandidate_IsChosenAndApplied() =>
        Run((new(1, 1), 2_000), (new(1, 2), 1_400), (new(2, 1), 1_900)).ShouldBe(new ThreadSetting(1, 2));

    [Fact]
    public void NearlyEqualCandidates_KeepTheFirst() =>
        Run((new(1, 1), 1_000), (new(2, 1), 980)).ShouldBe(new ThreadSetting(1, 1));

    [Fact]
    public void ShortStep_IsNotSharedAmongThreads() =>
        Run((new(1, 1), 45), (new(1, 2), 30)).ShouldBe(new ThreadSetting(1, 1));

    [Fact]
    public void HopelessCandidate_IsGivenUpAfterItsSecondStep()
    {
        var time = new ManualTime();
        var (threads, steps) = (0, 0);
        new ThreadCalibration(time).Run([new(1, 1), new(2, 1)], setting => threads = setting.Torch, () =>
        {
            steps += threads == 2 ? 1 : 0;
            time.Pass(threads == 2 ? 5_000 : 1_000);
        }, CancellationToken.None);
        steps.ShouldBe(3);
    }

    [Fact]
    public void SlowSteps_AreTriedOnce()
    {
        var time = new ManualTime();
        var steps = 0;
        new ThreadCalibration(time).Run([new(1, 1), new(2, 2)], _ => { }, () =>
        {
            steps++;
            time.Pass(10_000_000);
        }, CancellationToken.None);
        steps.ShouldBe(2);
    }

    [Fact]
    public void Stop_EndsItBeforeTheNextStep()
    {
        using var stop = new CancellationTokenSource();
        var (time, steps) = (new ManualTime(), 0);
        Should.Throw<OperationCanceledException>(() => new ThreadCalibration(time).Run([new(1, 1), new(2, 1)], _ => { }, () =>
        {
            time.Pass(1_000);
            if (++steps == 3)
                stop.Cancel();
        }, stop.Token));
        steps.ShouldBe(3);
    }

    [Fact]
    public void SingleCandidate_IsNotMeasured()
    {
        var (chosen, _) = new ThreadCalibration(new ManualTime()).Run([new(1, 1)], _ => { }, () => throw new InvalidOperationException("measured"), CancellationToken.None);
        chosen.ShouldBe(new ThreadSetting(1, 1));
    }

    [Fact]
    public void OneCore_HasOneCandidate() => ThreadSetting.Candidates(1).ShouldBe([new ThreadSetting(1, 1)]);

    [Fact]
    public void Candidates_NeverGiveBothPoolsTheCores()
    {
        if (BlasLibrary.Loaded.SetThreads is null)
            Assert.Skip("the BLAS in use has no pool of its own");
        ThreadSetting.Candidates(4).ShouldBe([new ThreadSetting(1, 1), new(4, 1), new(1, 4)]);
    }
}
