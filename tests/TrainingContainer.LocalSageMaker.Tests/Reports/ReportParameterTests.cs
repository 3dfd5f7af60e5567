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

    private static void ShouldBe(ReportParameter axis, ReportScale scale, double min, double max)
    {
        (axis.Scale, axis.Values.Count).ShouldBe((scale, 0));
        axis.Min!.Value.ShouldBe(min, 1e-12);
        axis.Max!.Value.ShouldBe(max, 1e-12);
    }
}
