using TrainingContainer.LocalSageMaker.Reports;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportPhaseTests
{
    private static readonly DateTimeOffset Start = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void InterruptedJob_HasAnAttemptPerStart()
    {
        var phases = ReportPhase.Of(SampleReports.Job("a", Start, 100, interruptions: 1).Transitions, Start);
        phases.Select(phase => (phase.Attempt, phase.Status)).ShouldBe(
        [
            (1, "Starting"), (1, "Downloading"), (1, "Training"), (1, "Interrupted"),
            (2, "Starting"), (2, "Downloading"), (2, "Training"), (2, "Uploading"),
        ]);
        phases.ShouldAllBe(phase => !phase.IsGoingOn);
        phases[2].End.ShouldBe(phases[3].Start);
    }

    [Fact]
    public void PhaseThatGoesOn_EndsWithTheReport()
    {
        StatusTransition[] transitions = [new("Starting", Start, Start.AddSeconds(2), ""), new("Training", Start.AddSeconds(2), null, "")];
        var phases = ReportPhase.Of(transitions, Start.AddSeconds(9));
        phases[^1].ShouldBe(new ReportPhase("Training", 1, Start.AddSeconds(2), Start.AddSeconds(9), true));
    }

    [Fact]
    public void ShortPhaseInTheMiddle_StaysAndTheLastWordGoes()
    {
        StatusTransition[] transitions =
        [
            new("Starting", Start, Start, ""), new("Training", Start, Start.AddSeconds(2), ""), new("Interrupted", Start.AddSeconds(2), Start.AddSeconds(2), ""),
            new("MaxWaitTimeExceeded", Start.AddSeconds(2), Start.AddSeconds(2), ""),
        ];
        ReportPhase.Of(transitions, Start).Select(phase => phase.Status).ShouldBe(["Starting", "Training", "Interrupted"]);
        ReportPhase.Of([], Start).ShouldBeEmpty();
    }
}
