using System.Diagnostics;

namespace EndToEnd;

/// <summary>On a terminal a progress bar stands below the lines. util-linux's script makes the terminal.</summary>
public sealed class TerminalTests
{
    private const string Script = "/usr/bin/script";

    /// <summary>The writer of lines and the display once waited for each other's locks, in most runs of more than a second.</summary>
    [Fact]
    public async Task LinesAndProgressBar_DoNotWaitForEachOther()
    {
        if (!File.Exists(Script))
            Assert.Skip("there is no script command to make a terminal");
        for (var run = 0; run < 5; run++)
        {
            using var job = new Job().Sample("digits");
            job.Hyperparameters(("epochs", "40"), ("threads", "1"));
            var start = new ProcessStartInfo(Script, ["-qec", Repository.Program, "/dev/null"]) { RedirectStandardOutput = true, RedirectStandardInput = true };
            start.Environment["SAGEMAKER_BASE_DIR"] = job.Folder;
            start.Environment["TERM"] = "xterm";
            using var process = Process.Start(start)!;
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            if (!process.WaitForExit(TimeSpan.FromSeconds(60)))
            {
                process.Kill(entireProcessTree: true);
                Assert.Fail($"run {run} hangs");
            }
            var text = await output;
            process.ExitCode.ShouldBe(0, ProgramLog.Excerpt([text]));
            var lines = text.Split('\n').Select(line => line.Trim('\r')).ToArray();
            lines.Count(line => line.Contains(" validation:loss=")).ShouldBe(40);
            text.ShouldContain("\u001b[?25h", customMessage: "the cursor is shown again");
            text.ShouldContain("rows/s");
        }
    }
}
