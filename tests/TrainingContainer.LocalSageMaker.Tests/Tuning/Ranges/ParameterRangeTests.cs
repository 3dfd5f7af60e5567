using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Ranges;

public sealed class ParameterRangeTests
{
    [Theory]
    [InlineData(-5, 10, "Linear", 0.5, 2.5)]
    [InlineData(0.0001, 1, "Logarithmic", 0.5, 0.01)]
    [InlineData(0, 0.99, "ReverseLogarithmic", 0.5, 0.9)]
    public void ContinuousRange_MiddleIsThatOfItsScale(double min, double max, string scaling, double unit, double expected)
    {
        var range = new ContinuousParameterRange("x", min, max, Enum.Parse<ParameterScaling>(scaling));
        double.Parse(range.Decode(unit), CultureInfo.InvariantCulture).ShouldBe(expected, 1e-12);
        double.Parse(range.Decode(0), CultureInfo.InvariantCulture).ShouldBe(min, 1e-12);
        double.Parse(range.Decode(1), CultureInfo.InvariantCulture).ShouldBe(max, 1e-12);
    }

    [Theory]
    [InlineData(-5, 10, "Linear")]
    [InlineData(0.0001, 1, "Logarithmic")]
    [InlineData(0, 0.999, "ReverseLogarithmic")]
    public void ContinuousRange_EncodeIsTheInverseOfDecode(double min, double max, string scaling)
    {
        var range = new ContinuousParameterRange("x", min, max, Enum.Parse<ParameterScaling>(scaling));
        for (double unit = 0; unit <= 1; unit += 1.0 / 64)
        {
            range.Encode(range.Decode(unit))!.Value.ShouldBe(unit, 1e-9);
            range.Snap(unit).ShouldBe(unit);
        }
    }

    [Fact]
    public void ContinuousRange_ValueNeverLeavesTheRange()
    {
        var range = new ContinuousParameterRange("x", 0.1, 0.3, ParameterScaling.Logarithmic);
        range.Decode(1).ShouldBe("0.3");
        range.Decode(0).ShouldBe("0.1");
        range.Encode("0.30001").ShouldBeNull();
        range.Encode("0.09").ShouldBeNull();
        range.Encode("adam").ShouldBeNull();
    }

    [Theory]
    [InlineData(1, 5, "Linear")]
    [InlineData(-3, 3, "Linear")]
    [InlineData(1, 1000, "Logarithmic")]
    [InlineData(7, 7, "Linear")]
    public void IntegerRange_EveryNumberSurvivesTheWayThroughTheCube(int min, int max, string scaling)
    {
        var range = new IntegerParameterRange("x", min, max, Enum.Parse<ParameterScaling>(scaling));
        for (int value = min; value <= max; value++)
        {
            string text = value.ToString(CultureInfo.InvariantCulture);
            double unit = range.Encode(text)!.Value;
            unit.ShouldBeInRange(0, 1);
            range.Decode(unit).ShouldBe(text);
            range.Snap(unit).ShouldBe(unit, 1e-12);
        }
    }

    [Fact]
    public void IntegerRange_Linear_EveryNumberIsEquallyLikely()
    {
        var range = new IntegerParameterRange("x", 1, 4);
        Enumerable.Range(0, 400).Select(i => range.Decode((i + 0.5) / 400)).GroupBy(text => text).Select(group => group.Count())
            .ShouldBe([100, 100, 100, 100]);
        range.Decode(0).ShouldBe("1");
        range.Decode(1).ShouldBe("4");
    }

    [Theory]
    [InlineData(0.001, 0.1, "Logarithmic")]
    [InlineData(0.01, 0.9, "Linear")]
    [InlineData(0, 1, "Linear")]
    [InlineData(0.9, 0.9999, "ReverseLogarithmic")]
    [InlineData(0.5, 0.9, "Linear")]
    public void AutoScaling_IsLogarithmicFromTwoOrdersOfMagnitudeOn(double min, double max, string expected) =>
        new ContinuousParameterRange("x", min, max).Scaling.ToString().ShouldBe(expected);

    [Fact]
    public void AutoScaling_OfIntegers_IsNeverReverse()
    {
        new IntegerParameterRange("x", 1, 100).Scaling.ShouldBe(ParameterScaling.Logarithmic);
        new IntegerParameterRange("x", 0, 1000).Scaling.ShouldBe(ParameterScaling.Linear);
    }

    [Fact]
    public void CategoricalRange_GivesValuesBackAsTheyWereWritten()
    {
        var range = new CategoricalParameterRange("x", ["\"128\"", "adam", ""]);
        foreach (string value in range.Values)
        {
            range.Decode(range.Encode(value)!.Value).ShouldBe(value);
        }

        range.IsNominal.ShouldBeTrue();
        range.Encode("128").ShouldBeNull();
    }

    [Theory]
    [InlineData(true, "sgd", "adam", "adamw")]
    [InlineData(false, "16", "32", "64")]
    [InlineData(false, "\"0.5\"", "\"0.1\"", "\"0.01\"")]
    [InlineData(false, "[8]", "[16]", "[32]")]
    [InlineData(true, "[8]", "[16,8]", "[32]")]
    [InlineData(true, "16", "64", "32")]
    [InlineData(true, "0", "1")]
    public void CategoricalRange_NumbersInOrder_AreOrdinal(bool nominal, params string[] values) =>
        new CategoricalParameterRange("x", values).IsNominal.ShouldBe(nominal);

    [Theory]
    [InlineData(0.0020447593724576903, "0.0020447593724576903")]
    [InlineData(1e-5, "0.00001")]
    [InlineData(-1.25e-7, "-0.000000125")]
    [InlineData(1e21, "1000000000000000000000")]
    [InlineData(-1.5e17, "-150000000000000000")]
    [InlineData(3, "3")]
    public void PlainNumber_HasNoExponent_AndReadsBackTheSame(double value, string expected)
    {
        PlainNumber.Format(value).ShouldBe(expected);
        double.Parse(expected, CultureInfo.InvariantCulture).ShouldBe(value);
    }

    [Fact]
    public void SearchSpace_ConfigurationWithMoreValues_IsEncoded_WithFewer_IsNot()
    {
        var space = new SearchSpace([new IntegerParameterRange("n", 1, 3), new CategoricalParameterRange("c", ["a", "b"])]);
        space.Encode(new Configuration([new("c", "b"), new("n", "2"), new("epochs", "5")]))!.ShouldBe([0.5, 0.75]);
        space.Encode(new Configuration([new("n", "2")])).ShouldBeNull();
        space.Size.ShouldBe(6);
    }

    [Fact]
    public void Configuration_EqualityIsThatOfItsValues()
    {
        var first = new Configuration([new("a", "1"), new("b", "2")]);
        first.ShouldBe(new Configuration([new("b", "2"), new("a", "1")]));
        first.GetHashCode().ShouldBe(new Configuration([new("b", "2"), new("a", "1")]).GetHashCode());
        first.ShouldNotBe(new Configuration([new("a", "1"), new("b", "3")]));
        first.ToString().ShouldBe("a=1 b=2");
    }
}
