namespace TrainingContainer.Training;

/// <summary>Finds the fastest number of threads for a job by timing a few training steps under each candidate.</summary>
/// <param name="time">For the measurement.</param>
public sealed class ThreadCalibration(TimeProvider time)
{
    /// <summary>Time for one candidate, unless a single step takes longer.</summary>
    private static readonly TimeSpan CandidateBudget = TimeSpan.FromMilliseconds(60);

    /// <summary>A step as short as this gains nothing from more threads, and other candidates are not tried.</summary>
    private static readonly TimeSpan ShortStep = TimeSpan.FromMicroseconds(50);

    /// <summary>A candidate so many times slower than the best one is given up after its second step.</summary>
    private const double HopelessFactor = 2;

    /// <summary>A first step as long as this is taken for the measurement: repeating it would cost more than it tells.</summary>
    private static readonly TimeSpan LongStep = TimeSpan.FromMilliseconds(250);

    private const int StepsMin = 3;
    private const int StepsMax = 30;

    /// <summary>Runs <paramref name="step"/> a few times under each candidate.</summary>
    /// <param name="candidates">At least one, the fewest threads first; the first wins ties within 3 %.</param>
    /// <param name="apply">Puts a candidate into effect.</param>
    /// <param name="step">One training step on throw-away weights.</param>
    /// <param name="stop">Ends it before the next step.</param>
    /// <returns>The fastest, applied, and the seconds per step of each candidate that was tried.</returns>
    public (int Chosen, IReadOnlyList<(int Threads, double Seconds)> Measured) Run(
        IReadOnlyList<int> candidates, Action<int> apply, Action step, CancellationToken stop)
    {
        var measured = new List<(int Threads, double Seconds)>();
        var chosen = (Threads: candidates[0], Seconds: double.MaxValue);
        foreach (var candidate in candidates.Count == 1 ? [] : candidates)
        {
            apply(candidate);
            var seconds = SecondsPerStep(step, chosen.Seconds, stop);
            measured.Add((candidate, seconds));
            if (seconds < chosen.Seconds * 0.97)
                chosen = (candidate, seconds);
            if (chosen.Seconds < ShortStep.TotalSeconds)
                break;
        }
        apply(chosen.Threads);
        return (chosen.Threads, measured);
    }

    private double SecondsPerStep(Action step, double bestSoFar, CancellationToken stop)
    {
        var first = Seconds(step, stop);
        if (first > LongStep.TotalSeconds)
            return first;
        var best = double.MaxValue;
        var start = time.GetTimestamp();
        for (var n = 0; n < StepsMax && (n < StepsMin || time.GetElapsedTime(start) < CandidateBudget); n++)
        {
            best = Math.Min(best, Seconds(step, stop));
            if (n > 0 && best > bestSoFar * HopelessFactor)
                break;
        }
        return best;
    }

    private double Seconds(Action step, CancellationToken stop)
    {
        stop.ThrowIfCancellationRequested();
        var before = time.GetTimestamp();
        step();
        return time.GetElapsedTime(before).TotalSeconds;
    }
}
