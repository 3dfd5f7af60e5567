namespace TrainingContainer.SageMaker.Tests;

public class BooleanHyperparameterTests
{
    [Theory]
    [InlineData("true", true)]
    [InlineData("True", true)]
    [InlineData("TRUE", true)]
    [InlineData("1", true)]
    [InlineData("yes", true)]
    [InlineData("\"true\"", true)]
    [InlineData("\"\\\"True\\\"\"", true)]
    [InlineData("false", false)]
    [InlineData("False", false)]
    [InlineData("0", false)]
    [InlineData("No", false)]
    [InlineData("\"False\"", false)]
    public void TryRead_EverySpelling(string raw, bool value)
    {
        new BooleanHyperparameter("shuffle", !value).TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(value);
    }

    [Theory]
    [InlineData("2")]
    [InlineData("maybe")]
    [InlineData("[true]")]
    [InlineData("truefalse")]
    public void TryRead_AnythingElse_IsRefused(string raw)
    {
        new BooleanHyperparameter("shuffle", true).TryRead(DecodedValue.Of(raw), out var result, out var expected).ShouldBeFalse();
        result.ShouldBeTrue();
        expected.ShouldBe("true or false");
    }

    [Fact]
    public void Declaration_IsCategoricalForTheTuner()
    {
        var declaration = new BooleanHyperparameter("shuffle", true);
        declaration.TypeName.ShouldBe("Categorical");
        declaration.Choices.ShouldBe(["true", "false"]);
        declaration.DefaultText.ShouldBe("true");
    }
}
