using Spectre.Console;
using TrainingContainer.LocalSageMaker.Progress;

namespace TrainingContainer.LocalSageMaker.Tests.Progress;

public sealed class TuningProgressTests
{
    [Fact]
    public void Lines_TellEachChangeOnce()
    {
        var output = new StringWriter { NewLine = "\n" };
        var lines = new TuningLines(output);

        lines.Show(Progress("InProgress", Job(1, "Training", running: true)));
        lines.Show(Progress("InProgress", Job(1, "Training", epochs: 1, objective: 0.5, running: true)));
        lines.Show(Progress("InProgress", Job(1, "Completed", epochs: 2, objective: 0.25, best: true), Job(2, "Failed") with { FailureReason = "AlgorithmError: no\nmemory" }, Job(3, "Completed")));
        lines.Show(Progress("Completed", Job(1, "Completed", epochs: 2, objective: 0.25, best: true), Job(2, "Failed"), Job(3, "Completed")) with { Reason = "enough" });

        output.ToString().ShouldBe("""
            tune-1 started: lr=0.1
            tune InProgress
            tune-1 Completed: loss=0.25 after 2 values, the best so far
            tune-2 started: lr=0.2
            tune-2 Failed: AlgorithmError: no memory
            tune-3 started: lr=0.3
            tune-3 Completed: no value of loss
            tune Completed: enough

            """);
    }

    [Fact]
    public void Table_ShowsEachJobWithWhatItHas()
    {
        var text = Rendered(Progress("InProgress", Job(1, "Completed", epochs: 20, objective: 0.25, best: true), Job(2, "Downloading", running: true)), 30);

        text.ShouldContain("tune  InProgress  1 running, 1 of 9 ended");
        Row(text, "001").ShouldBe(["001", "0.1", "20", "0.25", "Completed", "★"]);
        Row(text, "002").ShouldBe(["002", "0.2", "0", "", "Downloading", ""]);
    }

    [Fact]
    public void Table_OfManyJobs_LeavesOutThoseThatEndedAndWereNotTheBest()
    {
        var jobs = Enumerable.Range(1, 40).Select(number => Job(number, "Completed", 1, number, running: number is 30 or 31, best: number == 2)).ToArray();
        var text = Rendered(Progress("InProgress", jobs), 14);

        foreach (var shown in (string[])["002", "030", "031", "038", "039", "040"]) Row(text, shown).ShouldNotBeEmpty(shown);
        Row(text, "037").ShouldBeEmpty();
        text.ShouldContain("34 more that have ended");
    }

    [Fact]
    public void Definitions_StandInLinesAndInAColumnOfTheTable()
    {
        var progress = Progress("InProgress", Job(1, "Training", running: true) with { Definition = "sgd" }, Job(2, "Completed", epochs: 3, objective: 0.5) with { Definition = "adam", Metric = "cost" });
        var output = new StringWriter { NewLine = "\n" };

        new TuningLines(output).Show(progress);

        output.ToString().ShouldBe("tune-1 of sgd started: lr=0.1\ntune-2 of adam started: lr=0.2\ntune-2 Completed: cost=0.5 after 3 values\ntune InProgress\n");
        var text = Rendered(progress, 30);
        text.ShouldContain("definition");
        Row(text, "002").ShouldBe(["002", "adam", "0.2", "3", "0.5", "Completed", ""]);
        Rendered(Progress("InProgress", Job(1, "Training", running: true)), 30).ShouldNotContain("definition");
    }

    [Fact]
    public void Table_ForeignText_IsNoMarkup()
    {
        var text = Rendered(new TuningProgress("tune", "InProgress", "[red]", "[bold]m", 9, [new TunedJobProgress("a", new Dictionary<string, string> { ["[x]"] = "[[16]\u001b" }, 0, "[bold]m", null, "Training", true, false)]), 30);

        text.ShouldContain("[bold]m");
        text.ShouldContain("[x]");
        text.ShouldNotContain("\u001b");
    }

    private static TuningProgress Progress(string status, params TunedJobProgress[] jobs) => new("tune", status, null, "loss", 9, jobs);

    private static TunedJobProgress Job(int number, string status, int epochs = 0, double? objective = null, bool running = false, bool best = false) =>
        new($"tune-{number}", new Dictionary<string, string> { ["lr"] = $"0.{number}" }, epochs, "loss", objective, status, running, best);

    private static string Rendered(TuningProgress progress, int height)
    {
        var output = new StringWriter();
        var screen = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, Out = new AnsiConsoleOutput(output) });
        screen.Profile.Width = 160;
        screen.Write(TuningTable.Of(progress, height));
        return output.ToString();
    }

    private static string[] Row(string text, string number) =>
        text.Split('\n').FirstOrDefault(line => line.Contains($" {number} ")) is { } line ? [.. line.Split('│', '|')[1..^1].Select(cell => cell.Trim())] : [];
}
