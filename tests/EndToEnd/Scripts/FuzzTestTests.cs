namespace EndToEnd.Scripts;

/// <summary>The hunt that goes on: changed inputs for everything that reads bytes from outside.</summary>
public sealed class FuzzTestTests
{
    private static readonly TimeSpan TimeMax = TimeSpan.FromMinutes(10);

    [Fact]
    public void TwoMinutes_FindNothing()
    {
        var (exitCode, output, errors) = Script.RunFile(Repository.File("scripts", "fuzz-test.sh"), null, TimeMax, "--minutes", "2");
        exitCode.ShouldBe(0, output + errors);
        // the last of the targets
        output.ShouldContain("log-text: ");
    }

    [Fact]
    public void UnknownTarget_IsToldWithThoseThatThereAre()
    {
        var (exitCode, _, errors) = Script.RunFile(Repository.File("scripts", "fuzz-test.sh"), null, TimeMax, "jsonlins");
        exitCode.ShouldBe(2);
        errors.ShouldContain("expected some of csv, ");
    }
}
