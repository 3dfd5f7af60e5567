using TrainingContainer.LocalSageMaker.Reports;

namespace TrainingContainer.LocalSageMaker.Tests.Reports;

public sealed class ReportParameterTests
{
    [Fact]
    public void ContinuousRange_IsAnAxisWithItsScaling()
    {
        ShouldBe(ReportParameter.Of(new ContinuousParameterRange("lr", 1e-4, 0.1, ParameterScaling.Logarithmic)), ReportScale.Logarithmic, 1e-4, 0.1);
        ShouldBe(ReportParameter.Of(new ContinuousParameterRange("m", 0.5, 0.999, ParameterScaling.ReverseLogarithmic)), ReportScale.ReverseLogarithmic, 0.5, 0.999);
        ShouldBe(ReportParameter.Of(new ContinuousParameterRange("d", 0, 0.5, ParameterScaling.Linear)), ReportScale.Linear, 0, 0.5);
    }

    [Fact]
    public void AutomaticScaling_IsTheOneThatWasChosen()
    {
        var range = new ContinuousParameterRange("lr", 1e-6, 1);
        range.Scaling.ShouldBe(ParameterScaling.Logarithmic);
        ReportParameter.Of(range).Scale.ShouldBe(ReportScale.Logarithmic);
    }

    [Fact]
    public void IntegerRange_IsAnAxis() =>
        ShouldBe(ReportParameter.Of(new IntegerParameterRange("batch", 16, 4096, ParameterScaling.Logarithmic)), ReportScale.Logarithmic, 16, 4096);

    [Fact]
    public void Categories_KeepTheirOrder()
    {
        var axis = ReportParameter.Of(new CategoricalParameterRange("optimizer", ["sgd", "adam"]));
        axis.Scale.ShouldBe(ReportScale.Category);
        axis.Values.ShouldBe(["sgd", "adam"]);
        axis.Min.ShouldBeNull();
        axis.Max.ShouldBeNull();
    }

    [Fact]
    public void OfSeveralRanges_HoldsTheValuesOfAll()
    {
        ReportParameter Axis(double min, double max, ParameterScaling scaling) => ReportParameter.Of(new ContinuousParameterRange("lr", min, max, scaling));

        ShouldBe(ReportParameter.Union([Axis(1e-3, 1, ParameterScaling.Logarithmic), Axis(1e-4, 0.1, ParameterScaling.Logarithmic)]), ReportScale.Logarithmic, 1e-4, 1);
        ShouldBe(ReportParameter.Union([Axis(1e-3, 1, ParameterScaling.Logarithmic), Axis(0, 0.1, ParameterScaling.Linear)]), ReportScale.Linear, 0, 1);
        var categories = ReportParameter.Union(
            [Axis(0, 1, ParameterScaling.Linear), ReportParameter.Of(new CategoricalParameterRange("lr", ["1", "2"])), ReportParameter.Of(new CategoricalParameterRange("lr", ["2", "3"]))]);
        (categories.Scale, categories.Min).ShouldBe((ReportScale.Category, null));
        categories.Values.ShouldBe(["1", "2", "3"]);
    }

    [Fact]
    public void OfDefinitions_HasTheirNames()
    {
        var axis = ReportParameter.OfDefinitions(["sgd", "adam"]);
        var job = SampleReports.Job("tune-001", default, 1) with { Definition = "adam", HyperParameters = new Dictionary<string, string> { ["definition"] = "a hyperparameter" } };

        axis.ValueOf(job).ShouldBe("adam");
        axis.Values.ShouldBe(["sgd", "adam"]);
        ReportParameter.Of(new CategoricalParameterRange("definition", ["x"])).ValueOf(job).ShouldBe("a hyperparameter");
    }

    private static void ShouldBe(ReportParameter axis, ReportScale scale, double min, double max)
    {
        (axis.Scale, axis.Values.Count).ShouldBe((scale, 0));
        axis.Min!.Value.ShouldBe(min, 1e-12);
        axis.Max!.Value.ShouldBe(max, 1e-12);
    }
}
