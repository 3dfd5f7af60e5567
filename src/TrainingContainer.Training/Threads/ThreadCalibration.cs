namespace TrainingContainer.Training;

/// <summary>Finds the fastest thread setting for a job by timing a few training steps under each candidate.</summary>
/// <param name="time">For the measurement.</param>
public sealed class ThreadCalibration(TimeProvider time)
{
    /// <summary>Time for one candidate, unless a single step takes longer.</summary>
    private static readonly TimeSpan CandidateBudget = TimeSpan.FromMilliseconds(60);

    private const int StepsMin = 3;
    private const int StepsMax = 30;

    /// <summary>Runs <paramref name="step"/> a few times under each candidate.</summary>
    /// <param name="candidates">At least one; the first wins ties within 3 %.</param>
    /// <param name="apply">Puts a candidate into effect.</param>
    /// <param name="step">One training step on throw-away weights.</param>
    /// <returns>The fastest, applied, and the seconds per step of each candidate.</returns>
    public (ThreadSetting Chosen, IReadOnlyList<(ThreadSetting Setting, double Seconds)> Measured) Run(
        IReadOnlyList<ThreadSetting> candidates, Action<ThreadSetting> apply, Action step)
    {
        var measured = new List<(ThreadSetting Setting, double Seconds)>();
        foreach (var candidate in candidates)
        {
            apply(candidate);
            measured.Add((candidate, candidates.Count == 1 ? 0 : SecondsPerStep(step)));
        }
        var chosen = measured[0];
        foreach (var other in measured)
        {
            if (other.Seconds < chosen.Seconds * 0.97)
                chosen = other;
        }
        apply(chosen.Setting);
        return (chosen.Setting, measured);
    }

    private double SecondsPerStep(Action step)
    {
        step();
        var best = double.MaxValue;
        var start = time.GetTimestamp();
        for (var n = 0; n < StepsMax && (n < StepsMin || time.GetElapsedTime(start) < CandidateBudget); n++)
        {
            var before = time.GetTimestamp();
            step();
            best = Math.Min(best, time.GetElapsedTime(before).TotalSeconds);
        }
        return best;
    }
}
