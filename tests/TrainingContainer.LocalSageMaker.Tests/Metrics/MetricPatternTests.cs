using TrainingContainer.LocalSageMaker.Metrics;

namespace TrainingContainer.LocalSageMaker.Tests.Metrics;

public sealed class MetricPatternTests
{
    [Theory]
    [InlineData("loss=([0-9.]+)", "epoch=1 loss=0.5 time=2", 0.5f)]
    [InlineData("loss=([0-9.]+)", "loss=7e-05", 7f)]
    [InlineData("loss=([-+0-9.eE]+)", "loss=7e-05", 7e-05f)]
    [InlineData("#011validation-auc:(.*)", "[1]#011validation-auc:0.75", 0.75f)]
    [InlineData("loss=(?P<value>[0-9]+)", "loss=3", 3f)]
    [InlineData("a=([0-9]+)", "a=1 a=2", 1f)]
    public void Value_OfALineThatMatches_IsItsFirstGroup(string regex, string line, float value) => new MetricPattern(regex).Value(line).ShouldBe(value);

    [Theory]
    [InlineData("loss=(.*)", "loss=high")]
    [InlineData("loss=(.*)", "loss=NaN")]
    [InlineData("loss=(.*)", "loss=Infinity")]
    [InlineData("loss=(.*)", "accuracy=1")]
    [InlineData("(a+)+$", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")]
    public void Value_OfNoNumber_IsNone(string regex, string line) => new MetricPattern(regex).Value(line).ShouldBeNull();
}
