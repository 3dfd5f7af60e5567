namespace TrainingContainer.SageMaker.Tests;

public class IntegerHyperparameterTests
{
    private static readonly IntegerHyperparameter Epochs = new("epochs", 10, 1, 100_000);

    [Theory]
    [InlineData("20", 20)]
    [InlineData("\"20\"", 20)]
    [InlineData("\"\\\"20\\\"\"", 20)]
    [InlineData("\" 20 \"", 20)]
    [InlineData("20.0", 20)]
    [InlineData("+20", 20)]
    [InlineData("2e1", 20)]
    [InlineData("2.0E+1", 20)]
    [InlineData("2000e-2", 20)]
    [InlineData("020", 20)]
    [InlineData("100000", 100_000)]
    public void TryRead_EverySpellingOfAnInteger(string raw, long value)
    {
        Epochs.TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(value);
    }

    [Theory]
    [InlineData("20.5")]
    [InlineData("20.0000000000000000000000000000001")]
    [InlineData("1,000")]
    [InlineData("1_000")]
    [InlineData("1 000")]
    [InlineData("0x10")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("100001")]
    [InlineData("1e400")]
    [InlineData("1e99999999999999")]
    [InlineData("1e-400")]
    [InlineData("NaN")]
    [InlineData("Infinity")]
    [InlineData("true")]
    [InlineData("[20]")]
    [InlineData("twenty")]
    [InlineData(".")]
    [InlineData("e5")]
    public void TryRead_AnythingElse_IsRefused(string raw)
    {
        Epochs.TryRead(DecodedValue.Of(raw), out var result, out var expected).ShouldBeFalse();
        result.ShouldBe(10);
        expected.ShouldBe("an integer from 1 to 100000");
    }

    [Theory]
    [InlineData("9007199254740993.0", 9007199254740993)]
    [InlineData("9223372036854775807", long.MaxValue)]
    [InlineData("-9223372036854775808.0", long.MinValue)]
    [InlineData("-0.0", 0)]
    [InlineData("0e999", 0)]
    public void TryRead_LargeIntegers_AreExact(string raw, long value)
    {
        new IntegerHyperparameter("seed", 0, long.MinValue, long.MaxValue).TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(value);
    }

    [Fact]
    public void TryRead_BeyondLong_IsRefused() =>
        new IntegerHyperparameter("seed", 0, long.MinValue, long.MaxValue).TryRead(DecodedValue.Of("9223372036854775808.0"), out _, out _).ShouldBeFalse();

    [Theory]
    [InlineData(1, 5, "1 to 5")]
    [InlineData(0, long.MaxValue, "at least 0")]
    [InlineData(long.MinValue, 5, "at most 5")]
    [InlineData(long.MinValue, long.MaxValue, "any integer")]
    public void RangeText_OmitsUnboundedEnds(long min, long max, string text) => new IntegerHyperparameter("n", 3, min, max).RangeText.ShouldBe(text);

    [Fact]
    public void Declaration_WithDefaultOutOfRange_IsRefused() =>
        Should.Throw<ArgumentException>(() => new IntegerHyperparameter("epochs", 0, 1, 5)).Message.ShouldContain("hyperparameter epochs");

    [Fact]
    public void Scaling_UnknownToTheApi_IsRefused() =>
        Should.Throw<ArgumentException>(() => new IntegerHyperparameter("epochs", 1, 1, 5) { Scaling = "log" }).Message.ShouldContain("Logarithmic");
}
