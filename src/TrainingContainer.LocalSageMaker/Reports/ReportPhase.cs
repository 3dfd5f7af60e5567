using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A bar of the timeline: a job in one secondary status.</summary>
/// <param name="Status">SecondaryStatus.</param>
/// <param name="Attempt">From 1: of which start of the job's machines.</param>
/// <param name="Start">When the job came to it.</param>
/// <param name="End">When it left it, or the time of the report.</param>
/// <param name="IsGoingOn">Whether the job was still in it.</param>
internal sealed record ReportPhase(string Status, int Attempt, DateTimeOffset Start, DateTimeOffset End, bool IsGoingOn)
{
    /// <summary>The phases of a job, without the last word about it, which lasts no time.</summary>
    /// <param name="transitions">SecondaryStatusTransitions.</param>
    /// <param name="now">The time of the report.</param>
    public static IReadOnlyList<ReportPhase> Of(IReadOnlyList<StatusTransition> transitions, DateTimeOffset now)
    {
        var phases = new List<ReportPhase>();
        var attempt = 0;
        foreach (var transition in transitions)
        {
            if (transition.Status == JobStatus.Starting) attempt++;
            var isLastWord = transition.EndTime == transition.StartTime && ReferenceEquals(transition, transitions[^1]);
            if (!isLastWord) phases.Add(new ReportPhase(transition.Status, Math.Max(1, attempt), transition.StartTime, transition.EndTime ?? now, transition.EndTime is null));
        }

        return phases;
    }
}
