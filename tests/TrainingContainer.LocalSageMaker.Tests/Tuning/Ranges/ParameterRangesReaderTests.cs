using System.Text.Json;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Ranges;

public sealed class ParameterRangesReaderTests
{
    [Fact]
    public void Read_AllKinds_GivesTheirRanges()
    {
        var (space, mistakes) = Read("""
            {"CategoricalParameterRanges": [{"Name": "optimizer", "Values": ["sgd", "adam"]}],
             "ContinuousParameterRanges": [{"Name": "momentum", "MinValue": "0", "MaxValue": "0.99", "ScalingType": "ReverseLogarithmic"},
                                           {"Name": "learning_rate", "MinValue": "1e-5", "MaxValue": "0.1", "ScalingType": "Auto"}],
             "IntegerParameterRanges": [{"Name": "layers", "MinValue": "1", "MaxValue": "8"}], "AutoParameters": []}
            """);
        mistakes.ShouldBeEmpty();
        space!.Ranges.Select(range => range.Name).ShouldBe(["layers", "momentum", "learning_rate", "optimizer"]);
        ((ContinuousParameterRange)space.Ranges[1]).Scaling.ShouldBe(ParameterScaling.ReverseLogarithmic);
        ((ContinuousParameterRange)space.Ranges[2]).Scaling.ShouldBe(ParameterScaling.Logarithmic);
    }

    [Fact]
    public void Read_EveryMistakeAtOnce()
    {
        var (space, mistakes) = Read("""
            {"IntegerParameterRanges": [{"Name": "a", "MinValue": "1.5", "MaxValue": 8, "ScalingType": "Log"},
                                        {"Name": "b", "MinValue": "5", "MaxValue": "1", "ScalingType": "ReverseLogarithmic"}],
             "ContinuousParameterRanges": [{"Name": "a", "MinValue": "0", "MaxValue": "1", "ScalingType": "Logarithmic"},
                                           {"MinValue": "nan", "MaxValue": "1", "Step": "2"}, 7],
             "CategoricalParameterRanges": [{"Name": "c", "Values": ["x", "x", 3]}, {"Name": "d", "Values": []}, {"Name": "e"}],
             "AutoParameters": [{"Name": "f", "ValueHint": "1"}], "OrdinalParameterRanges": []}
            """);
        space.ShouldBeNull();
        mistakes.Select(mistake => mistake.Where.Replace("P.", "")).ShouldBe(
        [
            "IntegerParameterRanges[0].MinValue", "IntegerParameterRanges[0].MaxValue", "IntegerParameterRanges[0].ScalingType",
            "IntegerParameterRanges[1].ScalingType", "IntegerParameterRanges[1].MaxValue",
            "ContinuousParameterRanges[0].Name", "ContinuousParameterRanges[0].ScalingType", "ContinuousParameterRanges[1].Step",
            "ContinuousParameterRanges[1].Name", "ContinuousParameterRanges[1].MinValue", "ContinuousParameterRanges[2]",
            "CategoricalParameterRanges[0].Values[1]", "CategoricalParameterRanges[0].Values[2]", "CategoricalParameterRanges[1].Values",
            "CategoricalParameterRanges[2].Values", "AutoParameters", "OrdinalParameterRanges",
        ]);
    }

    [Theory]
    [InlineData("{}", "has no range")]
    [InlineData("[]", "expected an object")]
    [InlineData("""{"IntegerParameterRanges": {}}""", "expected a list")]
    [InlineData("""{"IntegerParameterRanges": [{"Name": "", "MinValue": "1", "MaxValue": "2"}]}""", "found 0 characters, expected 1 to 256")]
    [InlineData("""{"IntegerParameterRanges": [{"Name": "x", "MinValue": "1", "MaxValue": "9007199254740993"}]}""", "2^52")]
    [InlineData("""{"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1", "ScalingType": "ReverseLogarithmic"}]}""", "below 1")]
    [InlineData("""{"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1e999"}]}""", "expected a number")]
    [InlineData("""{"ContinuousParameterRanges": [{"Name": "x", "MinValue": "0", "MaxValue": "1", "ScalingType": "1"}]}""", "expected one of Auto")]
    public void Read_OneMistake_SaysWhatWasExpected(string json, string expected) =>
        Read(json).Mistakes.ShouldHaveSingleItem().What.ShouldContain(expected);

    [Fact]
    public void Read_MoreThanThirtyRanges_IsAMistake()
    {
        string ranges = string.Join(',', Enumerable.Range(0, 31).Select(i => $$"""{"Name": "x{{i}}", "MinValue": "0", "MaxValue": "1"}"""));
        Read($$"""{"ContinuousParameterRanges": [{{ranges}}]}""").Mistakes.ShouldHaveSingleItem().What.ShouldBe("found 31 ranges, expected at most 30 in all");
    }

    [Fact]
    public void Read_GridWithNumbers_NamesThem()
    {
        var mistakes = Read("""{"IntegerParameterRanges": [{"Name": "layers", "MinValue": "1", "MaxValue": "2"}]}""", TuningStrategyType.Grid).Mistakes;
        mistakes.ShouldHaveSingleItem().What.ShouldContain("layers");
    }

    private static (SearchSpace? Space, List<Mistake> Mistakes) Read(string json, TuningStrategyType strategy = TuningStrategyType.Bayesian)
    {
        var mistakes = new List<Mistake>();
        using var document = JsonDocument.Parse(json);
        return (ParameterRangesReader.Read(document.RootElement, "P", strategy, mistakes), mistakes);
    }
}
