namespace TrainingContainer.LocalSageMaker.Tests.Tuning;

public sealed class CompletionCriteriaTests
{
    private static readonly SearchSpace Line = new([new ContinuousParameterRange("x", 0, 1, ParameterScaling.Linear)]);

    private static TuningSearch[] Searches(ObjectiveType objective) => [new TuningSearch(0, TuningStrategyType.Bayesian, Line, objective, 1)];

    [Theory]
    [InlineData("Maximize", 0.9, 0.95, true)]
    [InlineData("Maximize", 0.9, 0.9, true)]
    [InlineData("Maximize", 0.9, 0.89, false)]
    [InlineData("Minimize", 0.1, 0.05, true)]
    [InlineData("Minimize", 0.1, 0.2, false)]
    public void Target_IsReachedByAsGoodAValue(string type, double target, double value, bool expected)
    {
        string? reason = new CompletionCriteria(Target: target).Reached([Trials.Completed(0, value)], Enum.Parse<ObjectiveType>(type), Searches(Enum.Parse<ObjectiveType>(type)));
        (reason is not null).ShouldBe(expected);
        if (expected)
            reason!.ShouldContain("TargetObjectiveMetricValue");
    }

    [Fact]
    public void Target_RunningJobs_DoNotCount() =>
        new CompletionCriteria(Target: 0.9).Reached([Trials.Running(0, 0.95)], ObjectiveType.Maximize, Searches(ObjectiveType.Maximize)).ShouldBeNull();

    [Fact]
    public void NotImproving_LessThanOnePercent_Counts()
    {
        // 0.50, then + 20 %, then nothing, + 0.8 %, worse.
        TuningTrial[] trials = [Trials.Completed(0, 0.5), Trials.Completed(1, 0.6), Trials.Completed(2, 0.6), Trials.Completed(3, 0.605), Trials.Completed(4, 0.1)];
        var criteria = new CompletionCriteria(JobsNotImprovingMax: 3);
        criteria.Reached(trials, ObjectiveType.Maximize, Searches(ObjectiveType.Maximize))!.ShouldContain("MaxNumberOfTrainingJobsNotImproving");
        criteria.Reached([.. trials.Reverse()], ObjectiveType.Maximize, Searches(ObjectiveType.Maximize)).ShouldNotBeNull();
        criteria.Reached(trials[..4], ObjectiveType.Maximize, Searches(ObjectiveType.Maximize)).ShouldBeNull();
        criteria.Reached([.. trials[..4], Trials.Completed(4, 0.61)], ObjectiveType.Maximize, Searches(ObjectiveType.Maximize)).ShouldBeNull();
    }

    [Fact]
    public void NotImproving_NegativeValuesAndFailures()
    {
        // Minimize from -1: -1.005 is not 1 % better, -1.02 is.
        TuningTrial[] trials = [Trials.Completed(0, -1), Trials.Completed(1, -1.005), Trials.Completed(2, -1.02)];
        CompletionCriteria.JobsNotImproving(trials, ObjectiveType.Minimize).ShouldBe(0);
        CompletionCriteria.JobsNotImproving(trials[..2], ObjectiveType.Minimize).ShouldBe(1);
        CompletionCriteria.JobsNotImproving([.. trials, new TuningTrial(3, Trials.At(0), TrialState.Failed, [])], ObjectiveType.Minimize).ShouldBe(0);
        CompletionCriteria.JobsNotImproving([], ObjectiveType.Minimize).ShouldBe(0);
    }

    [Fact]
    public void Convergence_OfASearchThatHasFoundTheOptimum_IsDetected_OfAFreshOneNot()
    {
        var criteria = new CompletionCriteria(OnConvergence: true);
        var strategy = new BayesianStrategy(Line, ObjectiveType.Minimize, 1);
        var trials = Bayesian.BayesianStrategyTests.Search(strategy, 14, x => 1 + ((x - 0.37) * (x - 0.37)));
        criteria.Reached(trials, ObjectiveType.Minimize, Searches(ObjectiveType.Minimize))!.ShouldContain("ConvergenceDetected");
        criteria.Reached(trials[..9], ObjectiveType.Minimize, Searches(ObjectiveType.Minimize)).ShouldBeNull();
    }

    [Fact]
    public void Convergence_OfNoise_IsNotDetected()
    {
        double[] values = [3, 1, 4, 1.5, 5, 9, 2, 6, 5.3, 3.5, 8, 9.7];
        TuningTrial[] trials = [.. values.Select((value, i) => Trials.Completed(i, Trials.At((i * 0.37) % 1), value))];
        new CompletionCriteria(OnConvergence: true).Reached(trials, ObjectiveType.Minimize, Searches(ObjectiveType.Minimize)).ShouldBeNull();
    }

    [Fact]
    public void None_NeverEnds() =>
        new CompletionCriteria().Reached([Trials.Completed(0, 1)], ObjectiveType.Minimize, Searches(ObjectiveType.Minimize)).ShouldBeNull();

    [Fact]
    public void Best_IsTheLastValueOfAJobThatEnded_TheEarliestAmongEquals()
    {
        TuningTrial[] trials =
        [
            Trials.Completed(2, 0.1, 0.5), Trials.Completed(1, 0.9, 0.5), Trials.Running(0, 0.0),
            new TuningTrial(3, Trials.At(3), TrialState.Failed, [0.0]), new TuningTrial(4, Trials.At(4), TrialState.Stopped, [0.7, double.NaN]),
        ];
        ObjectiveType.Minimize.Best(trials)!.Number.ShouldBe(1);
        ObjectiveType.Maximize.Best(trials)!.Number.ShouldBe(4);
        ObjectiveType.Maximize.Best([trials[2]]).ShouldBeNull();
    }

    [Fact]
    public void OverallBest_ComparesWithTheParents()
    {
        var warm = new WarmStart(WarmStartType.IdenticalDataAndAlgorithm, [[Trials.Completed(0, 0.3)], [Trials.Completed(0, 0.2), Trials.Completed(1, 0.1)]]);
        var (parent, trial) = warm.OverallBest([Trials.Completed(0, 0.15)], ObjectiveType.Minimize)!.Value;
        (parent, trial.Number).ShouldBe((1, 1));
        warm.OverallBest([Trials.Completed(0, 0.05)], ObjectiveType.Minimize)!.Value.Parent.ShouldBeNull();
        warm.OverallBest([], ObjectiveType.Maximize)!.Value.ShouldBe((0, warm.Parents[0][0]));
    }
}
