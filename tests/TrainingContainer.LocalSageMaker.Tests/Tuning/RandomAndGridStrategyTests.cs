namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

public sealed class RandomAndGridStrategyTests
{
    private static readonly SearchSpace Finite = new([new IntegerParameterRange("n", 1, 3), new CategoricalParameterRange("c", ["a", "b"])]);

    [Fact]
    public void Random_DependsOnTheSeedAndTheNumberOfJobs_NotOnResults()
    {
        var space = new SearchSpace([new ContinuousParameterRange("x", 0, 1)]);
        TuningTrial[] good = [Trials.Completed(0, 0.1), Trials.Completed(1, 0.2)], running = [Trials.Running(1), Trials.Running(0)];
        var next = new RandomStrategy(space, 7).Next(good);
        new RandomStrategy(space, 7).Next(running).ShouldBe(next);
        new RandomStrategy(space, 8).Next(good).ShouldNotBe(next);
        new RandomStrategy(space, 7).Next([]).ShouldNotBe(next);
    }

    [Fact]
    public void Random_AFiniteSpace_TriesEachOnce_ThenNothing()
    {
        var strategy = new RandomStrategy(Finite, 1);
        var trials = new List<TuningTrial>();
        while (strategy.Next(trials) is { } configuration)
        {
            trials.Add(Trials.Completed(trials.Count, configuration, 0));
        }

        trials.Select(trial => trial.Configuration).Distinct().Count().ShouldBe(6);
    }

    [Fact]
    public void Random_FillsTheScaledRange()
    {
        var strategy = new RandomStrategy(new SearchSpace([new ContinuousParameterRange("x", 0.0001, 1)]), 3);
        var trials = new List<TuningTrial>();
        for (int i = 0; i < 400; i++)
        {
            trials.Add(Trials.Completed(i, strategy.Next(trials)!, 0));
        }

        trials.Count(trial => double.Parse(trial.Configuration["x"], System.Globalization.CultureInfo.InvariantCulture) < 0.01).ShouldBeInRange(160, 240);
    }

    [Fact]
    public void Random_WarmStart_DoesNotRepeatTheParents()
    {
        Configuration[] parents = [.. new[] { "1", "2", "3" }.Select(n => new Configuration([new("n", n), new("c", "a")]))];
        var warm = new WarmStart(WarmStartType.IdenticalDataAndAlgorithm, [[.. parents.Select((parent, i) => Trials.Completed(i, parent, 0))]]);
        var strategy = TuningStrategy.Create(TuningStrategyType.Random, Finite, ObjectiveType.Minimize, 1, warmStart: warm);
        Enumerable.Range(0, 3).ToList().ForEach(i =>
            strategy.Next([.. Enumerable.Range(0, i).Select(number => Trials.Running(number))])!["c"].ShouldBe("b"));
    }

    [Fact]
    public void Grid_GivesEveryCombinationInOrder()
    {
        var space = new SearchSpace([new CategoricalParameterRange("a", ["1", "2"]), new CategoricalParameterRange("b", ["x", "y", "z"])]);
        var strategy = TuningStrategy.Create(TuningStrategyType.Grid, space, ObjectiveType.Minimize, 1);
        var trials = new List<TuningTrial>();
        while (strategy.Next(trials) is { } configuration)
        {
            trials.Add(Trials.Running(trials.Count) with { Configuration = configuration });
        }

        trials.Select(trial => trial.Configuration.ToString()).ShouldBe(["a=1 b=x", "a=1 b=y", "a=1 b=z", "a=2 b=x", "a=2 b=y", "a=2 b=z"]);
        ((GridStrategy)strategy).Count.ShouldBe(6);
    }
}
