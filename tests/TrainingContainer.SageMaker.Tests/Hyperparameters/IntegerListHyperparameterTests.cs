namespace TrainingContainer.SageMaker.Tests;

public class IntegerListHyperparameterTests
{
    private static readonly IntegerListHyperparameter Layers = new("hidden_units", [64], 1, 1024, 3);

    [Theory]
    [InlineData("[256, 128]", new long[] { 256, 128 })]
    [InlineData("256,128", new long[] { 256, 128 })]
    [InlineData(" 256 , 128 ", new long[] { 256, 128 })]
    [InlineData("256", new long[] { 256 })]
    [InlineData("(256, 128)", new long[] { 256, 128 })]
    [InlineData("(256,)", new long[] { 256 })]
    [InlineData("\"[256, 128]\"", new long[] { 256, 128 })]
    [InlineData("\"\\\"[256, 128]\\\"\"", new long[] { 256, 128 })]
    [InlineData("[\"256\", \"128\"]", new long[] { 256, 128 })]
    [InlineData("['256', '128']", new long[] { 256, 128 })]
    [InlineData("[256.0, 1e2]", new long[] { 256, 100 })]
    [InlineData("[]", new long[0])]
    [InlineData("()", new long[0])]
    public void TryRead_EverySpelling(string raw, long[] elements)
    {
        Layers.TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(elements);
    }

    [Theory]
    [InlineData("[0]")]
    [InlineData("[1025]")]
    [InlineData("[1, 2, 3, 4]")]
    [InlineData("[1.5]")]
    [InlineData("[1, [2]]")]
    [InlineData("[true]")]
    [InlineData("[null]")]
    [InlineData("1,,2")]
    [InlineData("256,")]
    [InlineData("256 128")]
    [InlineData("[256, 128")]
    [InlineData("wide")]
    public void TryRead_AnythingElse_IsRefused(string raw)
    {
        Layers.TryRead(DecodedValue.Of(raw), out var result, out var expected).ShouldBeFalse();
        result.ShouldBe([64]);
        expected.ShouldBe("a list such as [256, 128] of up to 3 integers, each 1 to 1024");
    }

    [Fact]
    public void Declaration_IsFreeTextForTheApi()
    {
        Layers.TypeName.ShouldBe("FreeText");
        Layers.DefaultText.ShouldBe("[64]");
        Layers.RangeText.ShouldBe("up to 3 integers, each 1 to 1024");
    }

    [Fact]
    public void Declaration_WithDefaultOutOfRange_IsRefused() =>
        Should.Throw<ArgumentException>(() => new IntegerListHyperparameter("hidden_units", [0], 1, 1024, 3)).Message.ShouldContain("[0]");
}
