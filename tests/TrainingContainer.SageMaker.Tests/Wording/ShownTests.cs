namespace TrainingContainer.SageMaker.Tests;

public class ShownTests
{
    [Fact]
    public void ShortText_IsShownWhole() => Shown.Quoted("adam").ShouldBe("\"adam\"");

    [Theory]
    [InlineData(80, 80)]
    [InlineData(81, 80)]
    [InlineData(100_000, 80)]
    public void LongText_IsCutTo80Characters(int length, int expected) => Shown.Plain(new string('x', length)).Length.ShouldBe(expected);

    [Fact]
    public void CutText_EndsWithAnEllipsis() => Shown.Plain(new string('x', 81)).ShouldEndWith("x…");

    [Fact]
    public void ControlCharacters_AreEscaped() => Shown.Plain("a\tb\nc\u001bd\u2028e").ShouldBe("a\\tb\\nc\\x1bd\\u2028e");

    [Fact]
    public void ControlCharactersOfAMessage_BecomeBlanks() => Shown.OneLine("a\tb\nc\u001bd\u2028e").ShouldBe("a b c d e");

    [Fact]
    public void SurrogatePairs_AreKeptWhole_AndHalvesDropped() => Shown.OneLine("a\ud83d\ude00b\ud83dc\ude00").ShouldBe("a\ud83d\ude00b c ");

    [Fact]
    public void Cut_NeverSplitsASurrogatePair() => Shown.Cut("ab\ud83d\ude00", 3).ShouldBe("ab");
}
