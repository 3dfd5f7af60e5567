namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

public sealed class MedianStoppingRuleTests
{
    // Running averages up to epoch 2: 3, 5, 10; their median is 5.
    private static readonly TuningTrial[] Before =
        [Trials.Completed(0, 4, 2, 1), Trials.Completed(1, 6, 4, 0), Trials.Completed(2, 12, 8, 7), Trials.Completed(3, 0), Trials.Running(4, 0, 0, 0)];

    [Theory]
    [InlineData(5.1, true)]
    [InlineData(5, false)]
    [InlineData(4.9, false)]
    [InlineData(double.NaN, true)]
    public void ShouldStop_WorseThanTheMedianOfRunningAverages(double value, bool expected)
    {
        var trial = Trials.Running(5, 100, value);
        MedianStoppingRule.ShouldStop(trial, [.. Before, trial], ObjectiveType.Minimize).ShouldBe(expected);
    }

    [Fact]
    public void ShouldStop_Maximize_IsTheOtherWayRound()
    {
        MedianStoppingRule.ShouldStop(Trials.Running(5, 0, 5.1), Before, ObjectiveType.Maximize).ShouldBeFalse();
        MedianStoppingRule.ShouldStop(Trials.Running(5, 0, 4.9), Before, ObjectiveType.Maximize).ShouldBeTrue();
    }

    [Fact]
    public void ShouldStop_NothingToCompareWith_GoesOn()
    {
        MedianStoppingRule.ShouldStop(Trials.Running(5, 1, 2, 3, 4), Before, ObjectiveType.Minimize).ShouldBeFalse();
        MedianStoppingRule.ShouldStop(Trials.Running(5), Before, ObjectiveType.Minimize).ShouldBeFalse();
    }
}
