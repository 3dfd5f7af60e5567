namespace TrainingContainer.CloudWatch.Tests.Sampling;

public sealed class StepTimesTests
{
    private (long Steps, double StepSeconds, double DataWaitSeconds) _sums;

    [Fact]
    public void EachSample_HasTheMeansOfItsSteps()
    {
        var times = new StepTimes(() => _sums);
        _sums = (10, 2, 1);
        times.Sample().ShouldBe([(CloudWatchMetrics.StepSeconds, 0.2), (CloudWatchMetrics.DataWaitSeconds, 0.1)]);
        _sums = (14, 4, 3);
        times.Sample().ShouldBe([(CloudWatchMetrics.StepSeconds, 0.5), (CloudWatchMetrics.DataWaitSeconds, 0.5)]);
    }

    [Fact]
    public void AStepLongerThanAPeriod_CountsWhenItEnds()
    {
        var times = new StepTimes(() => _sums);
        times.Sample().ShouldBeEmpty();
        _sums = (0, 0, 7);
        times.Sample().ShouldBeEmpty();
        _sums = (1, 20, 7);
        times.Sample().ShouldBe([(CloudWatchMetrics.StepSeconds, 20), (CloudWatchMetrics.DataWaitSeconds, 7)]);
    }
}
