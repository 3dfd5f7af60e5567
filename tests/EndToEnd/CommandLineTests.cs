namespace EndToEnd;

public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--help")]
    [InlineData("train", "--help")]
    [InlineData("validate", "-h")]
    [InlineData("describe", "--help")]
    [InlineData("env", "--help")]
    public void Help_AloneOrBehindACommand_TellsTheCommands(params string[] arguments)
    {
        using var job = new Job();
        var (exitCode, lines, _) = job.Run(arguments);
        exitCode.ShouldBe(0);
        lines.ShouldContain("Usage:");
        lines.ShouldContain(line => line.StartsWith("  training-container", StringComparison.Ordinal));
    }

    [Fact]
    public void Help_NamesEveryCommandItsOptionsTheEnvironmentAndTheExitCodes()
    {
        using var job = new Job();
        var text = string.Join('\n', job.Run("help").Lines);
        string[] parts =
        [
            "train ", "validate --json", "describe --image URI", "describe --metric-definitions", "describe --tuning-ranges [NAME,...]", "describe --hyperparameters",
            "env --json", "torch --adapt FILE", "--version", "SAGEMAKER_BASE_DIR", "3 = out of memory",
        ];
        foreach (var part in parts) text.ShouldContain(part);
    }

    /// <summary>Whoever asks for help gets it, whatever else stands on the command line.</summary>
    [Fact]
    public void Help_BesideAMistake_IsNoMistake()
    {
        using var job = new Job();
        var (exitCode, lines, _) = job.Run("validate", "--jsn", "--help");
        exitCode.ShouldBe(0);
        lines.ShouldContain(line => line.Contains("--json"));
        job.Failure.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("found \"train --epochs 3\", expected train (Unrecognized command or argument '--epochs'; Unrecognized command or argument '3')", "train", "--epochs", "3")]
    [InlineData("expected describe [--image URI | ", "describe", "--image", "a", "--hyperparameters")]
    [InlineData("(Required argument missing for option: '--adapt')", "torch", "--adapt")]
    [InlineData("found \"--version now\", expected train, validate [--json], ", "--version", "now")]
    public void WrongOptions_AreToldTogetherOnTheConsoleAndInTheFailureFile(string says, params string[] arguments)
    {
        using var job = new Job();
        var (exitCode, lines, errors) = job.Run(arguments);
        exitCode.ShouldBe(2);
        lines.ShouldBeEmpty();
        errors.ShouldContain(says);
        job.Failure.ShouldContain(says);
    }

    /// <summary>The parser costs a job's start nothing.</summary>
    [Theory]
    [InlineData]
    [InlineData("train")]
    public void Job_DoesNotLoadTheParser(params string[] arguments)
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var process = job.Start(arguments);
        var libraries = "";
        RunningJob.SignalAt(process, line =>
        {
            if (!line.StartsWith("epoch=2 ", StringComparison.Ordinal)) return false;
            libraries = File.ReadAllText($"/proc/{process.Id}/maps");
            return true;
        }, RunningJob.Terminate);
        libraries.ShouldContain("Serilog.dll");
        libraries.ShouldNotContain("System.CommandLine.dll");
    }

    [Fact]
    public void Version_IsOneLine()
    {
        using var job = new Job();
        job.Run("--version").Lines.ShouldHaveSingleItem().ShouldStartWith("0.");
    }

    [Fact]
    public void UnknownCommand_SaysWhatIsExpected()
    {
        using var job = new Job();
        var (exitCode, _, errors) = job.Run("trian");
        exitCode.ShouldBe(2);
        errors.ShouldContain("found \"trian\", expected train");
        job.Failure.ShouldContain("found \"trian\", expected train");
    }
}
