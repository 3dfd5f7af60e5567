using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

public sealed class EarlyStoppingTests
{
    private static EarlyStopping Minimize(long patience, double minDelta = 0) => new(new(patience, minDelta), MetricDirection.Minimize);

    [Fact]
    public void NoImprovementForPatienceEpochs_Stops()
    {
        var stopping = Minimize(2);
        stopping.Add(1, 1.0).ShouldBeTrue();
        stopping.Add(2, 0.5).ShouldBeTrue();
        stopping.Add(3, 0.6).ShouldBeFalse();
        stopping.ShouldStop.ShouldBeFalse();
        stopping.Add(4, 0.5).ShouldBeFalse();
        stopping.ShouldStop.ShouldBeTrue();
        (stopping.BestEpoch, stopping.Best).ShouldBe((2, 0.5));
    }

    [Fact]
    public void PatienceZero_NeverStops()
    {
        var stopping = Minimize(0);
        for (var epoch = 1; epoch < 100; epoch++)
            stopping.Add(epoch, epoch);
        stopping.ShouldStop.ShouldBeFalse();
    }

    [Fact]
    public void ImprovementBelowMinDelta_IsTheBestButDoesNotResetPatience()
    {
        var stopping = Minimize(2, minDelta: 0.1);
        stopping.Add(1, 1.0);
        stopping.Add(2, 0.95).ShouldBeTrue();
        stopping.Add(3, 0.91).ShouldBeTrue();
        stopping.ShouldStop.ShouldBeTrue();
        stopping.BestEpoch.ShouldBe(3);
    }

    [Fact]
    public void Maximize_TakesTheGreater()
    {
        var stopping = new EarlyStopping(new(1, 0), MetricDirection.Maximize);
        stopping.Add(1, 0.8);
        stopping.Add(2, 0.9).ShouldBeTrue();
        stopping.Add(3, 0.85).ShouldBeFalse();
        stopping.ShouldStop.ShouldBeTrue();
    }

    [Fact]
    public void NaN_NeverImproves_ButTheFirstEpochIsKeptForWantOfAnother()
    {
        var stopping = Minimize(0);
        stopping.Add(1, double.NaN).ShouldBeTrue();
        stopping.Add(2, 3).ShouldBeTrue();
        stopping.Add(3, double.NaN).ShouldBeFalse();
        stopping.BestEpoch.ShouldBe(2);
    }
}
