using System.Globalization;

namespace TrainingContainer.LocalSageMaker.Tests.Tuning.Bayesian;

public sealed class BayesianStrategyTests
{
    private static readonly SearchSpace Line = new([new ContinuousParameterRange("x", 0, 1, ParameterScaling.Linear)]);

    [Fact]
    public void Next_ASmoothFunction_FindsItsOptimum()
    {
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 1);
        var trials = Search(strategy, 14, x => (x - 0.37) * (x - 0.37));
        ObjectiveType.Minimize.Best(trials)!.FinalObjective!.Value.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Next_Maximize_IsMinimizeOfTheNegative()
    {
        var least = Search(new BayesianStrategy(Line, ObjectiveType.Minimize, 3), 9, x => Math.Sin(9 * x));
        var greatest = Search(new BayesianStrategy(Line, ObjectiveType.Maximize, 3), 9, x => -Math.Sin(9 * x));
        greatest.Select(trial => trial.Configuration).ShouldBe(least.Select(trial => trial.Configuration));
    }

    [Fact]
    public void Next_SameSeedSameJobs_WhateverTheirOrder_IsTheSame_OtherSeedIsNot()
    {
        var trials = Search(new BayesianStrategy(Line, ObjectiveType.Minimize, 5), 8, x => x * x);
        var next = new BayesianStrategy(Line, ObjectiveType.Minimize, 5).Next(trials);
        new BayesianStrategy(Line, ObjectiveType.Minimize, 5).Next([.. trials.AsEnumerable().Reverse()]).ShouldBe(next);
        new BayesianStrategy(Line, ObjectiveType.Minimize, 6).Next(trials).ShouldNotBe(next);
        new BayesianStrategy(Line, ObjectiveType.Minimize, 6).Next([]).ShouldNotBe(new BayesianStrategy(Line, ObjectiveType.Minimize, 5).Next([]));
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(3, 4)]
    [InlineData(6, 7)]
    [InlineData(20, 12)]
    public void Next_TheFirstConfigurations_ComeBeforeAnyResultCounts(int ranges, int expected)
    {
        var space = new SearchSpace([.. Enumerable.Range(0, ranges).Select(i => new ContinuousParameterRange(i == 0 ? "x" : $"y{i}", 0, 1))]);
        var strategy = new BayesianStrategy(space, ObjectiveType.Minimize, 1);
        var rising = Search(strategy, expected + 1, x => x);
        var falling = Search(strategy, expected + 1, x => -x);
        rising[..expected].Select(trial => trial.Configuration).ShouldBe(falling[..expected].Select(trial => trial.Configuration));
        rising[expected].Configuration.ShouldNotBe(falling[expected].Configuration);
    }

    [Fact]
    public void Next_JobsThatRun_AreNotTriedAgainNearby()
    {
        var trials = Search(new BayesianStrategy(Line, ObjectiveType.Minimize, 2), 8, x => Math.Abs(x - 0.6));
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 2);
        var parallel = new List<TuningTrial>(trials);
        for (int i = 0; i < 4; i++)
        {
            parallel.Add(new TuningTrial(parallel.Count, strategy.Next(parallel)!, TrialState.Running, []));
        }

        double[] places = [.. parallel.Skip(8).Select(trial => X(trial.Configuration)).Order()];
        places.Zip(places.Skip(1), (first, second) => second - first).Min().ShouldBeGreaterThan(1e-4);
    }

    [Fact]
    public void Next_AFiniteSpace_TriesEachOnce_ThenNothing()
    {
        var space = new SearchSpace([new IntegerParameterRange("n", 1, 3), new CategoricalParameterRange("c", ["a", "b"])]);
        var strategy = new BayesianStrategy(space, ObjectiveType.Minimize, 1);
        var trials = new List<TuningTrial>();
        while (strategy.Next(trials) is { } configuration)
        {
            trials.Add(Trials.Completed(trials.Count, configuration, double.Parse(configuration["n"], CultureInfo.InvariantCulture)));
        }

        trials.Select(trial => trial.Configuration).Distinct().Count().ShouldBe(6);
        trials.Count.ShouldBe(6);
    }

    [Fact]
    public void Next_FailedJobs_AreLeftAlone()
    {
        // Everything below 0.5 fails, and the function falls towards it.
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 4);
        var trials = new List<TuningTrial>();
        for (int i = 0; i < 16; i++)
        {
            var configuration = strategy.Next(trials)!;
            double x = X(configuration);
            trials.Add(new TuningTrial(i, configuration, x < 0.5 ? TrialState.Failed : TrialState.Completed, x < 0.5 ? [] : [x]));
        }

        trials.Skip(6).Count(trial => trial.State == TrialState.Failed).ShouldBeLessThan(6);
        ObjectiveType.Minimize.Best(trials)!.FinalObjective!.Value.ShouldBeLessThan(0.6);
    }

    [Fact]
    public void Next_JobsThatDiverge_DoNotHideWhatTheOthersTell()
    {
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 1);
        var trials = Search(strategy, 14, x => x > 0.7 ? 1e30 * x : (x - 0.37) * (x - 0.37));
        trials.Count(trial => trial.FinalObjective > 1).ShouldBeGreaterThan(0);
        ObjectiveType.Minimize.Best(trials)!.FinalObjective!.Value.ShouldBeLessThan(1e-4);
    }

    [Fact]
    public void Next_OnlyFailedJobs_GoesOn()
    {
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 4);
        var trials = new List<TuningTrial>();
        for (int i = 0; i < 8; i++)
        {
            trials.Add(new TuningTrial(i, strategy.Next(trials)!, TrialState.Failed, []));
        }

        trials.Select(trial => trial.Configuration).Distinct().Count().ShouldBe(8);
    }

    [Fact]
    public void Next_IdenticalData_StartsWhereTheParentEnded()
    {
        var parent = Search(new BayesianStrategy(Line, ObjectiveType.Minimize, 1), 12, x => (x - 0.37) * (x - 0.37));
        var warm = new WarmStart(WarmStartType.IdenticalDataAndAlgorithm, [parent]);
        var first = new BayesianStrategy(Line, ObjectiveType.Minimize, 9, warm).Next([])!;
        X(first).ShouldBe(0.37, 0.05);
        parent.Select(trial => trial.Configuration).ShouldNotContain(first);
        new BayesianStrategy(Line, ObjectiveType.Minimize, 9).Next([]).ShouldNotBe(first);
    }

    [Fact]
    public void Next_TransferLearning_TakesTheHint_AndNotTheScale()
    {
        // The parent's objective is on another scale and its optimum is a little off.
        var parent = Search(new BayesianStrategy(Line, ObjectiveType.Minimize, 1), 12, x => 5000 + (1000 * (x - 0.4) * (x - 0.4)));
        var warm = new WarmStart(WarmStartType.TransferLearning, [parent]);
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 9, warm);
        X(strategy.Next([])!).ShouldBe(0.4, 0.1);
        var trials = Search(strategy, 8, x => (x - 0.45) * (x - 0.45));
        ObjectiveType.Minimize.Best(trials)!.FinalObjective!.Value.ShouldBeLessThan(1e-3);
        warm.OverallBest(trials, ObjectiveType.Minimize).ShouldBeNull();
    }

    [Fact]
    public void Observations_ParentsOutsideTheRanges_AreLeftOut_AndFailuresAreTheWorst()
    {
        var parent = new[] { Trials.Completed(0, Trials.At(0.5), 1), Trials.Completed(1, Trials.At(2), 0) };
        var trials = new[] { Trials.Completed(0, Trials.At(0.1), 3), new TuningTrial(1, Trials.At(0.2), TrialState.Failed, [0]) };
        var found = Observations.Collect(Line, ObjectiveType.Minimize, trials, new WarmStart(WarmStartType.IdenticalDataAndAlgorithm, [parent]));
        found.Points.Select(point => point[0]).ShouldBe([0.1, 0.2, 0.5]);
        found.Losses[1].ShouldBe(found.Losses[0]);
        found.Losses[2].ShouldBeLessThan(found.Losses[0]);
    }

    internal static List<TuningTrial> Search(ITuningStrategy strategy, int jobs, Func<double, double> function)
    {
        var trials = new List<TuningTrial>();
        for (int i = 0; i < jobs; i++)
        {
            var configuration = strategy.Next(trials)!;
            trials.Add(Trials.Completed(i, configuration, function(X(configuration))));
        }

        return trials;
    }

    private static double X(Configuration configuration) => double.Parse(configuration["x"], CultureInfo.InvariantCulture);
}
