namespace TrainingContainer.SageMaker.Tests;

public class ContinuousHyperparameterTests
{
    private static readonly ContinuousHyperparameter LearningRate = new("learning_rate", 0.001, 0, 10, minExclusive: true);

    [Theory]
    [InlineData("0.001", 0.001)]
    [InlineData("1e-05", 1e-05)]
    [InlineData("1E-05", 1e-05)]
    [InlineData("\"1e-05\"", 1e-05)]
    [InlineData("\"\\\"0.5\\\"\"", 0.5)]
    [InlineData("0.0020447593724576905", 0.0020447593724576905)]
    [InlineData("10", 10)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData(" +3 ", 3)]
    [InlineData("1.5e-45", 1.5e-45)]
    public void TryRead_EverySpellingOfANumber(string raw, double value)
    {
        LearningRate.TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(value);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("10.0000001")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("Infinity")]
    [InlineData("-Infinity")]
    [InlineData("inf")]
    [InlineData("\u221e")]
    [InlineData("1e400")]
    [InlineData("0,5")]
    [InlineData("1,000")]
    [InlineData("(1)")]
    [InlineData("$1")]
    [InlineData("1%")]
    [InlineData("true")]
    public void TryRead_AnythingElse_IsRefused(string raw)
    {
        LearningRate.TryRead(DecodedValue.Of(raw), out var result, out var expected).ShouldBeFalse();
        result.ShouldBe(0.001);
        expected.ShouldBe("a number above 0 and at most 10");
    }

    [Theory]
    [InlineData(0, 1, false, false, "0 to 1", "a number from 0 to 1")]
    [InlineData(0, 1, true, true, "above 0, below 1", "a number above 0 and below 1")]
    [InlineData(0, 1, false, true, "at least 0, below 1", "a number at least 0 and below 1")]
    [InlineData(0, double.PositiveInfinity, false, false, "at least 0", "a number at least 0")]
    [InlineData(double.NegativeInfinity, double.PositiveInfinity, false, false, "any number", "a finite number")]
    [InlineData(1e-8, 1, false, false, "1E-08 to 1", "a number from 1E-08 to 1")]
    public void RangeText_SaysWhichEndsBelong(double min, double max, bool minExclusive, bool maxExclusive, string range, string expected)
    {
        var declaration = new ContinuousHyperparameter("x", 0.5, min, max, minExclusive, maxExclusive);
        declaration.RangeText.ShouldBe(range);
        declaration.TryRead(DecodedValue.Of("x"), out _, out var text).ShouldBeFalse();
        text.ShouldBe(expected);
    }

    [Theory]
    [InlineData(false, false, true)]
    [InlineData(true, true, false)]
    public void TryRead_AnEndOfTheRange_IsAllowedUnlessExclusive(bool minExclusive, bool maxExclusive, bool allowed)
    {
        var declaration = new ContinuousHyperparameter("x", 0.5, 0, 1, minExclusive, maxExclusive);
        declaration.TryRead(DecodedValue.Of("0"), out _, out _).ShouldBe(allowed);
        declaration.TryRead(DecodedValue.Of("1"), out _, out _).ShouldBe(allowed);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(2)]
    public void Declaration_WithDefaultOutOfRange_IsRefused(double value) =>
        Should.Throw<ArgumentException>(() => new ContinuousHyperparameter("x", value, 0, 1));
}
