namespace EndToEnd;

public sealed class ProgramLogTests
{
    [Fact]
    public void Excerpt_OfAnEndlessJob_HasItsBeginningAndItsEndInTwoHundredLines()
    {
        var lines = ProgramLog.Excerpt(Enumerable.Range(1, 430_000).Select(epoch => $"epoch={epoch}"), "killed\n").Split('\n');
        lines.Length.ShouldBe(200);
        (lines[0], lines[49], lines[50], lines[51], lines[198], lines[199]).ShouldBe(
            ("epoch=1", "epoch=50", "… 429802 lines left out …", "epoch=429853", "epoch=430000", "killed"));
    }

    [Theory]
    [InlineData(199)]
    [InlineData(200)]
    public void Excerpt_OfAShortLog_IsAllOfIt(int count)
    {
        string[] lines = [.. Enumerable.Range(0, count).Select(line => $"{line}")];
        ProgramLog.Excerpt(lines).ShouldBe(string.Join('\n', lines));
    }
}
