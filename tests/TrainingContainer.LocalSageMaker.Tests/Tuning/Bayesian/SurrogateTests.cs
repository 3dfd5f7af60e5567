namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Bayesian;

public sealed class SurrogateTests
{
    private static readonly SearchSpace Line = new([new ContinuousParameterRange("x", 0, 1, ParameterScaling.Linear)]);

    [Fact]
    public void Best_AJobRunsWhereMoreIsPromised_IsWhatItPromises()
    {
        var observations = Observed();
        var alone = new Surrogate(Line, observations, []);
        double promised = alone.Predict([0.5]).Mean;
        promised.ShouldBeLessThan(alone.Best);
        new Surrogate(Line, observations, [[0.5]]).Best.ShouldBe(promised);
    }

    [Fact]
    public void Best_AJobRunsWhereLittleIsPromised_IsThatOfTheObserved() =>
        new Surrogate(Line, Observed(), [[0.9]]).Best.ShouldBe(new Surrogate(Line, Observed(), []).Best);

    [Fact]
    public void Predict_WhereAJobRuns_IsSurer_AndNoOtherMean()
    {
        var (mean, variance) = new Surrogate(Line, Observed(), []).Predict([0.5]);
        var (pendingMean, pendingVariance) = new Surrogate(Line, Observed(), [[0.5]]).Predict([0.5]);
        pendingMean.ShouldBe(mean, 1e-3);
        pendingVariance.ShouldBeLessThan(variance / 2);
    }

    private static Observations Observed()
    {
        double[] places = [0, 0.2, 0.7, 0.85, 1];
        TuningTrial[] trials = [.. places.Select((x, i) => Trials.Completed(i, Trials.At(x), (x - 0.5) * (x - 0.5)))];
        return Observations.Collect(Line, ObjectiveType.Minimize, trials, null);
    }
}
