namespace TrainingContainer.SageMaker.Tests;

public sealed class LogLineTests
{
    [Theory]
    [InlineData("plain text, é and 😀", "plain text, é and 😀")]
    [InlineData("b\nepoch=9", "b\\nepoch=9")]
    [InlineData("a\tb\r", "a\\tb\\r")]
    [InlineData("\u001b[31mred\u0007", "\\x1b[31mred\\x07")]
    [InlineData("\u009b1m", "\\x9b1m")]
    [InlineData("x\u2028y\u202ez", "x\\u2028y\\u202ez")]
    public void WhatMovesACursorOrBeginsALine_IsEscaped(string text, string expected) => LogLine.Of(text).ShouldBe(expected);

    [Fact]
    public void HalfOfASurrogatePair_IsEscaped() => LogLine.Of("half " + '\ud83d').ShouldBe("half \\ud83d");

    [Theory]
    [InlineData("file a validation:accuracy=1.0.csv")]
    [InlineData("validation:accuracy=1.0")]
    [InlineData("\n validation:accuracy=1.0")]
    [InlineData("epoch=9 step=9 train:loss=0 validation:accuracy=1.0")]
    public void WhatReadsLikeAMetric_IsFoundByNoRegex(string text)
    {
        var line = LogLine.Of($"12:00:00.000 WRN {text}");
        foreach (var name in (string[])["validation:accuracy", "train:loss"])
            System.Text.RegularExpressions.Regex.IsMatch(line, new Metric(name, MetricDirection.Maximize, "").Regex).ShouldBeFalse(line);
    }

    [Theory]
    [InlineData("learning_rate=0.1 and batch_size=3")]
    [InlineData("s3://bucket/key?a=1")]
    [InlineData("in s3://bucket/year=2026/month=11")]
    [InlineData("at Mine.Network: x == y")]
    public void OtherEqualsSigns_Stay(string text) => LogLine.Of(text).ShouldBe(text);

    [Fact]
    public void LineOfManyEqualsSigns_TakesTimeInProportion() =>
        LogLine.Of(string.Concat(Enumerable.Repeat("a:b=", 200_000))).Length.ShouldBe(800_003);
}
