using Microsoft.Extensions.Time.Testing;

namespace TrainingContainer.Training.Tests;

public sealed class ThreadCalibrationTests
{
    private static int Run(params (int Threads, long Microseconds)[] candidates)
    {
        var time = new FakeTimeProvider();
        int? applied = null;
        var (chosen, measured) = new ThreadCalibration(time).Run(
            [.. candidates.Select(c => c.Threads)],
            threads => applied = threads,
            () => time.Advance(TimeSpan.FromMicroseconds(candidates.First(c => c.Threads == applied).Microseconds)),
            CancellationToken.None);
        applied.ShouldBe(chosen);
        measured.Count.ShouldBe(candidates[0].Microseconds < 50 ? 1 : candidates.Length);
        return chosen;
    }

    [Fact]
    public void FastestCandidate_IsChosenAndApplied() =>
        Run((1, 2_000), (2, 1_400), (4, 1_900)).ShouldBe(2);

    [Fact]
    public void NearlyEqualCandidates_KeepTheFirst() =>
        Run((1, 1_000), (2, 980)).ShouldBe(1);

    [Fact]
    public void ShortStep_IsNotSharedAmongThreads() =>
        Run((1, 45), (2, 30)).ShouldBe(1);

    [Fact]
    public void HopelessCandidate_IsGivenUpAfterItsSecondStep()
    {
        var time = new FakeTimeProvider();
        var (threads, steps) = (0, 0);
        new ThreadCalibration(time).Run([1, 2], number => threads = number, () =>
        {
            steps += threads == 2 ? 1 : 0;
            time.Advance(TimeSpan.FromMicroseconds(threads == 2 ? 5_000 : 1_000));
        }, CancellationToken.None);
        steps.ShouldBe(3);
    }

    [Fact]
    public void SlowSteps_AreTriedOnce()
    {
        var time = new FakeTimeProvider();
        var steps = 0;
        new ThreadCalibration(time).Run([1, 2], _ => { }, () =>
        {
            steps++;
            time.Advance(TimeSpan.FromMicroseconds(10_000_000));
        }, CancellationToken.None);
        steps.ShouldBe(2);
    }

    [Fact]
    public void Stop_EndsItBeforeTheNextStep()
    {
        using var stop = new CancellationTokenSource();
        var (time, steps) = (new FakeTimeProvider(), 0);
        Should.Throw<OperationCanceledException>(() => new ThreadCalibration(time).Run([1, 2], _ => { }, () =>
        {
            time.Advance(TimeSpan.FromMicroseconds(1_000));
            if (++steps == 3)
                stop.Cancel();
        }, stop.Token));
        steps.ShouldBe(3);
    }

    [Fact]
    public void SingleCandidate_IsNotMeasured()
    {
        var (chosen, _) = new ThreadCalibration(new FakeTimeProvider()).Run([1], _ => { }, () => throw new InvalidOperationException("measured"), CancellationToken.None);
        chosen.ShouldBe(1);
    }

    [Theory]
    [InlineData(1, new[] { 1 })]
    [InlineData(2, new[] { 1, 2 })]
    [InlineData(8, new[] { 1, 4, 8 })]
    [InlineData(64, new[] { 1, 16, 32, 64 })]
    public void Candidates_AreOneAllAndOnLargerMachinesSomeBetween(int cores, int[] expected) => ThreadChoice.Candidates(cores).ShouldBe(expected);
}
