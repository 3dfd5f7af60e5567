namespace TrainingContainer.LocalSageMaker.Tests.Tuning.GaussianProcesses;

public sealed class YeoJohnsonTests
{
    [Theory]
    [InlineData(3, 1, 3)]
    [InlineData(-3, 1, -3)]
    [InlineData(3, 0, 1.3862943611198906)]
    [InlineData(-3, 2, -1.3862943611198906)]
    [InlineData(3, 2, 7.5)]
    [InlineData(-3, 0, -7.5)]
    public void Power_IsTheDefinition(double value, double lambda, double expected) => YeoJohnson.Power(value, lambda).ShouldBe(expected, 1e-12);

    [Fact]
    public void Map_SkewedValues_BecomesSymmetricAndStaysInOrder()
    {
        double[] values = [.. Enumerable.Range(0, 21).Select(i => Math.Exp(i / 2.0))];
        var map = new YeoJohnson(values);
        double[] mapped = [.. values.Select(map.Map)];
        mapped.ShouldBeInOrder();
        mapped.Average().ShouldBe(0, 1e-9);
        mapped.Average(value => value * value).ShouldBe(1, 1e-9);
        double skew = mapped.Average(value => value * value * value);
        double before = values.Average(), deviation = Math.Sqrt(values.Average(value => (value - before) * (value - before)));
        Math.Abs(skew).ShouldBeLessThan(0.5 * values.Average(value => Math.Pow((value - before) / deviation, 3)));
    }

    [Theory]
    [InlineData(5.0)]
    [InlineData(5.0, 5.0, 5.0)]
    public void Map_EqualValues_IsZero(params double[] values) => new YeoJohnson(values).Map(5).ShouldBe(0, 1e-12);
}
