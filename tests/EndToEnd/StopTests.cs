using System.Diagnostics;

namespace EndToEnd;

public sealed class StopTests
{
    private static void Signal(string name, Process process)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    [Theory]
    [InlineData("TERM")]
    [InlineData("INT")]
    public void SignalDuringTraining_SavesTheModelAndEndsWell(string signal)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var process = job.Start("train");
        var lines = new List<string>();
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (line.StartsWith("epoch=2 ", StringComparison.Ordinal) && !lines.Any(told => told == "signalled"))
            {
                lines.Add("signalled");
                Signal(signal, process);
            }
        }
        process.WaitForExit(TimeSpan.FromSeconds(10)).ShouldBeTrue();
        process.ExitCode.ShouldBe(0, string.Join('\n', lines));
        job.Json("model", "model.json").GetProperty("training").GetProperty("ending").GetString().ShouldBe("stopped");
        File.Exists(job.PathOf("model", "model.safetensors")).ShouldBeTrue();
        job.Failure.ShouldBeEmpty();
    }
}
