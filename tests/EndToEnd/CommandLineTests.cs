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
        lines.ShouldContain(line => line.Contains("usage: training-container"));
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
