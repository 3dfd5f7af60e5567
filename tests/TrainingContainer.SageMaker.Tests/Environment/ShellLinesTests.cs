namespace TrainingContainer.SageMaker.Tests;

public class ShellLinesTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("/opt/ml/model", "/opt/ml/model")]
    [InlineData("1e-05", "1e-05")]
    [InlineData("two words", "'two words'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("$(rm -r /) `ls` \\ \"", "'$(rm -r /) `ls` \\ \"'")]
    [InlineData("a\nb", "'a\nb'")]
    [InlineData("a\n", "'a\n'")]
    [InlineData("~", "'~'")]
    public void Value_IsQuotedWhereAShellWouldReadMoreIntoIt(string value, string written) =>
        ShellLines.Of(new Dictionary<string, string> { ["A"] = value }).ShouldBe([$"A={written}"]);

    [Fact]
    public void NameThatNoShellTakes_GetsUnderscores_UnlessThatNameIsTaken() =>
        ShellLines.Of(new SortedDictionary<string, string>(StringComparer.Ordinal) { ["SM_A-B"] = "1", ["SM_A_B"] = "2", ["SM_X;rm"] = "3" })
            .ShouldBe(["SM_A_B=2", "SM_X_rm=3"]);
}
