using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

public sealed class HyperbandStrategyTests
{
    private static readonly SearchSpace Space = new([new ContinuousParameterRange("x", 0, 1)]);

    [Fact]
    public void ShouldStop_WorkedExample()
    {
        // MinResource 1: rungs at 1, 3, 9. Losses at the first rung come in as 5, 7, 4, 6, 3, 3.5; one in three may go on.
        //   5: alone, goes on.             7: 1 of 2, worse than 5, stops.     4: best of 3, goes on.
        //   6: two of 4 are better, stops. 3: best of 5, goes on.              3.5: one of 6 is better, two places, goes on.
        var strategy = Strategy(1, 27);
        var trials = new List<TuningTrial>();
        var stopped = new List<bool>();
        foreach (double loss in new[] { 5, 7, 4, 6, 3, 3.5 })
        {
            trials.Add(Trials.Running(trials.Count, loss));
            stopped.Add(strategy.ShouldStop(trials[^1], trials));
        }

        stopped.ShouldBe([false, true, false, true, false, false]);
    }

    [Fact]
    public void ShouldStop_BetweenRungs_Never_AtMaxResource_Always()
    {
        var strategy = Strategy(2, 10);
        TuningTrial[] good = [.. Enumerable.Range(0, 6).Select(i => Trials.Completed(i, [.. Enumerable.Repeat(0.0, 10)]))];
        for (int used = 1; used <= 10; used++)
        {
            var trial = Trials.Running(6, [.. Enumerable.Repeat(1.0, used)]);
            // Rungs at 2 and 6; 10 is the end.
            strategy.ShouldStop(trial, [.. good, trial]).ShouldBe(used is 2 or 6 or 10, $"after {used}");
        }
    }

    [Fact]
    public void ShouldStop_AtMaxResource_EvenTheBest() =>
        Strategy(1, 3).ShouldStop(Trials.Running(0, 3, 2, 1), [Trials.Running(0, 3, 2, 1)]).ShouldBeTrue();

    [Fact]
    public void ShouldStop_JobsThatHaveNotGotSoFar_DoNotCount_ThoseThatFailedLaterDo()
    {
        var strategy = Strategy(3, 27);
        var trial = Trials.Running(2, 9, 9, 5);
        strategy.ShouldStop(trial, [Trials.Running(0, 1, 1), Trials.Running(1, 1, 1), trial]).ShouldBeFalse();
        strategy.ShouldStop(trial, [Trials.Running(0, 1, 1), new TuningTrial(1, Trials.At(1), TrialState.Failed, [1, 1, 1]), trial]).ShouldBeTrue();
    }

    [Fact]
    public void ShouldStop_Maximize_KeepsTheGreatest()
    {
        var strategy = new HyperbandStrategy(new RandomStrategy(Space, 1), ObjectiveType.Maximize, new HyperbandResource(1, 9));
        strategy.ShouldStop(Trials.Running(1, 0.9), [Trials.Running(0, 0.5), Trials.Running(1, 0.9)]).ShouldBeFalse();
        strategy.ShouldStop(Trials.Running(1, 0.4), [Trials.Running(0, 0.5), Trials.Running(1, 0.4)]).ShouldBeTrue();
    }

    [Fact]
    public void ShouldStop_NotANumber_AtARung_Stops() =>
        Strategy(1, 9).ShouldStop(Trials.Running(0, double.NaN), [Trials.Running(0, double.NaN)]).ShouldBeTrue();

    [Theory]
    [InlineData("epochs")]
    [InlineData("numepochs")]
    [InlineData("n-epochs")]
    [InlineData("n_epochs")]
    [InlineData("num_epochs")]
    public void Infer_TakesTheEpochsOfTheStaticHyperparameters(string name)
    {
        var mistakes = new List<Mistake>();
        HyperbandResource.Infer(null, null, Static(name, "20"), mistakes).ShouldBe(new HyperbandResource(1, 20));
        HyperbandResource.Infer(2, null, Static(name, "\"20\""), mistakes).ShouldBe(new HyperbandResource(2, 20));
        HyperbandResource.Infer(2, 9, Static(name, "20"), mistakes).ShouldBe(new HyperbandResource(2, 9));
        mistakes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData(null, null, "layers", "3", "is missing")]
    [InlineData(null, null, "epochs", "many", "expected a whole number")]
    [InlineData(null, null, "epochs", "0", "expected 1 to 20000")]
    [InlineData(null, 20001, "epochs", "3", "found 20001")]
    [InlineData(0, 5, "epochs", "3", "found 0, expected at least 1")]
    [InlineData(6, 5, "epochs", "3", "expected at most MaxResource, 5")]
    public void Infer_Mistakes(int? min, int? max, string name, string value, string expected)
    {
        var mistakes = new List<Mistake>();
        HyperbandResource.Infer(min, max, Static(name, value), mistakes).ShouldBeNull();
        mistakes.ShouldHaveSingleItem().What.ShouldContain(expected);
    }

    private static Dictionary<string, string> Static(string name, string value) => new() { [name] = value };

    private static HyperbandStrategy Strategy(int min, int max) =>
        new(new RandomStrategy(Space, 1), ObjectiveType.Minimize, new HyperbandResource(min, max));
}
