namespace TrainingContainer.SageMaker.Tests;

public class CategoricalHyperparameterTests
{
    private static readonly CategoricalHyperparameter<Loss> LossFunction = new("loss", Loss.Auto);

    internal enum Loss
    {
        Auto,
        BinaryCrossEntropy,
        L1,
        Mse,
    }

    [Theory]
    [InlineData("binary_cross_entropy", Loss.BinaryCrossEntropy)]
    [InlineData("\"binary_cross_entropy\"", Loss.BinaryCrossEntropy)]
    [InlineData("\"\\\"mse\\\"\"", Loss.Mse)]
    [InlineData("Binary_Cross_Entropy", Loss.BinaryCrossEntropy)]
    [InlineData(" MSE ", Loss.Mse)]
    [InlineData("l1", Loss.L1)]
    internal void TryRead_AnyLetterCase(string raw, Loss value)
    {
        LossFunction.TryRead(DecodedValue.Of(raw), out var result, out _).ShouldBeTrue();
        result.ShouldBe(value);
    }

    [Theory]
    [InlineData("1")]
    [InlineData("huber")]
    [InlineData("mse, l1")]
    [InlineData("['mse']")]
    public void TryRead_NoChoice_ListsThem(string raw)
    {
        LossFunction.TryRead(DecodedValue.Of(raw), out var result, out var expected).ShouldBeFalse();
        result.ShouldBe(Loss.Auto);
        expected.ShouldBe("one of auto, binary_cross_entropy, l1, mse");
    }

    [Fact]
    public void Declaration_IsDescribedInSnakeCase()
    {
        LossFunction.TypeName.ShouldBe("Categorical");
        LossFunction.Choices.ShouldBe(["auto", "binary_cross_entropy", "l1", "mse"]);
        LossFunction.RangeText.ShouldBe("auto, binary_cross_entropy, l1, mse");
        LossFunction.DefaultText.ShouldBe("auto");
    }

    [Fact]
    public void Declaration_WithUnnamedDefault_IsRefused() =>
        Should.Throw<ArgumentException>(() => new CategoricalHyperparameter<Loss>("loss", (Loss)17));
}
