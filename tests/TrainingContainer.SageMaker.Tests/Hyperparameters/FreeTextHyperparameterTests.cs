namespace TrainingContainer.SageMaker.Tests;

public class FreeTextHyperparameterTests
{
    private static readonly FreeTextHyperparameter Length = new("run_time_max", "1ep")
    {
        Range = "a time such as 3ep",
        Validate = text => text.EndsWith("ep", StringComparison.Ordinal) ? null : "a time such as 3ep",
    };

    [Theory]
    [InlineData("3ep")]
    [InlineData("\"3ep\"")]
    [InlineData("\"\\\"3ep\\\"\"")]
    public void TryRead_AllowedText_IsUnquoted(string raw)
    {
        Length.TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe("3ep");
    }

    [Fact]
    public void TryRead_TextThatTheRuleRefuses_SaysWhatWasExpected()
    {
        Length.TryRead(DecodedValue.Of("3 hours"), out var result, out var expected).ShouldBeFalse();
        result.ShouldBe("1ep");
        expected.ShouldBe("a time such as 3ep");
    }

    [Fact]
    public void TryRead_WithoutRule_TakesAnything()
    {
        new FreeTextHyperparameter("note", "").TryRead(DecodedValue.Of("['a', 1]"), out var result, out _).ShouldBeTrue();
        result.ShouldBe("['a', 1]");
    }
}
