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
        var strategy = new HyperbandStrategy(Space, ObjectiveType.Maximize, 1, new HyperbandResource(1, 9));
        strategy.ShouldStop(Trials.Running(1, 0.9), [Trials.Running(0, 0.5), Trials.Running(1, 0.9)]).ShouldBeFalse();
        strategy.ShouldStop(Trials.Running(1, 0.4), [Trials.Running(0, 0.5), Trials.Running(1, 0.4)]).ShouldBeTrue();
    }

    [Fact]
    public void ShouldStop_NotANumber_AtARung_Stops() =>
        Strategy(1, 9).ShouldStop(Trials.Running(0, double.NaN), [Trials.Running(0, double.NaN)]).ShouldBeTrue();

    [Fact]
    public void Next_LearnsFromTheHighestRungThatEnoughHaveReached()
    {
        // After one epoch all are alike; after three, those near 0.7 are the best. Four results are enough for one range.
        var strategy = Strategy(1, 9);
        TuningTrial Job(int number, double x, bool stopped) => new(
            number, Trials.At(x), TrialState.Stopped, stopped ? [5] : [5, 5, (x - 0.7) * (x - 0.7)]);
        double[] places = [0.1, 0.3, 0.5, 0.65, 0.75, 0.9];
        TuningTrial[] learned = [.. places.Select((x, i) => Job(i, x, stopped: false)), Job(6, 0.2, stopped: true)];
        Math.Abs(double.Parse(strategy.Next(learned)!["x"], System.Globalization.CultureInfo.InvariantCulture) - 0.7).ShouldBeLessThan(0.1);
    }

    [Fact]
    public void Next_OneInThreeIsRandom_AndAllAreUntilThereAreResults()
    {
        var random = new RandomStrategy(Space, 1);
        TuningTrial[] trials = [.. Enumerable.Range(0, 9).Select(i => Trials.Completed(i, Trials.At(i / 9.0), 9, 9, i))];
        Strategy(1, 9).Next(trials).ShouldBe(random.Next(trials));
        Strategy(1, 9).Next(trials[..8]).ShouldNotBe(random.Next(trials[..8]));
        Strategy(1, 9).Next(trials[..2]).ShouldBe(random.Next(trials[..2]));
        TuningTrial[] early = [.. trials[..8].Select(trial => trial with { Objectives = [trial.Number] })];
        Strategy(1, 9).Next(early).ShouldBe(random.Next(early));
    }

    [Theory]
    [InlineData("epochs")]
    [InlineData("numepochs")]
    [InlineData("n-epochs")]
    [InlineData("n_epochs")]
    [InlineData("num_epochs")]
    public void Infer_TakesTheEpochsOfTheStaticHyperparameters(string name)
    {
        var mistakes = new List<Mistake>();
        HyperbandResource.Infer(null, null, Static(name, "20"), "static", mistakes).ShouldBe(new HyperbandResource(1, 20));
        HyperbandResource.Infer(2, null, Static(name, "\"20\""), "static", mistakes).ShouldBe(new HyperbandResource(2, 20));
        HyperbandResource.Infer(2, 9, Static(name, "20"), "static", mistakes).ShouldBe(new HyperbandResource(2, 9));
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
        HyperbandResource.Infer(min, max, Static(name, value), "static", mistakes).ShouldBeNull();
        mistakes.ShouldHaveSingleItem().What.ShouldContain(expected);
    }

    private static Dictionary<string, string> Static(string name, string value) => new() { [name] = value };

    private static HyperbandStrategy Strategy(int min, int max) =>
        new(Space, ObjectiveType.Minimize, 1, new HyperbandResource(min, max));
}
