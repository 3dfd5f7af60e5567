using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>Tuning jobs with TrainingJobDefinitions.</summary>
public sealed class SeveralDefinitionsRunTests
{
    private const string Config = "HyperParameterTuningJobConfig";

    [Fact]
    public void Run_TakesTurnsAndNamesTheBestOfAll()
    {
        using var tuning = new SimulatedTuning().Several();
        // adam is better, whatever its learning rate
        tuning.Value = (hyperparameters, _) => (hyperparameters["optimizer"] == "adam" ? 1 : 2) + (SimulatedTuning.Number(hyperparameters) / 10);

        tuning.Run();

        tuning.State.Status.ShouldBe("Completed");
        tuning.ParallelMost.ShouldBe(2);
        tuning.State.Jobs.Select(job => job.Definition).ShouldBe([0, 1, 0, 1, 0, 1]);
        tuning.State.Jobs.ShouldAllBe(job => job.HyperParameters.ContainsKey("beta1") == (job.Definition == 1));
        foreach (var job in tuning.State.Jobs)
            TrainingJobRequest.Read(tuning.TrainingJobs.Find(job.Name).ReadRequest(), new RequestFindings()).HyperParameters["optimizer"].ShouldBe(job.Definition == 1 ? "adam" : "sgd");
        var described = tuning.Description;
        var best = described.GetProperty("BestTrainingJob");
        best.GetProperty("TrainingJobDefinitionName").GetString().ShouldBe("adam");
        best.GetProperty("TrainingJobName").GetString().ShouldBe(tuning.State.Jobs.Where(job => job.Definition == 1).MinBy(job => SimulatedTuning.Number(job.HyperParameters))!.Name);
        described.TryGetProperty("TrainingJobDefinition", out _).ShouldBeFalse();
        described.GetProperty("TrainingJobDefinitions").EnumerateArray().Select(definition => definition.GetProperty("StaticHyperParameters").GetProperty("_tuning_objective_metric").GetString())
            .ShouldBe(["validation:loss", "validation:loss"]);
    }

    [Fact]
    public void Run_SameSeed_TriesTheSame()
    {
        using var one = new SimulatedTuning().Several().Run();
        using var two = new SimulatedTuning().Several().Run();
        using var other = new SimulatedTuning().Several();
        other.Request.With($"{Config}.RandomSeed", "8");
        other.Run();

        static IEnumerable<string> Tried(SimulatedTuning tuning) => tuning.State.Jobs.Select(job => $"{job.Definition} {string.Join(' ', job.HyperParameters)}");
        Tried(two).ShouldBe(Tried(one));
        Tried(other).ShouldNotBe(Tried(one));
    }

    [Fact]
    public void Run_AfterAnotherRunnerWasKilled_EndsWithTheSameJobs()
    {
        using var whole = new SimulatedTuning().Several().Run();
        using var killed = new SimulatedTuning().Several();
        killed.Kill(() => killed.State.Jobs.Count == 4);

        // the last is written down, and was not created when the runner was gone
        killed.Folder.Write(killed.State with { Jobs = [.. killed.State.Jobs, whole.State.Jobs[4]] });
        killed.Run();

        killed.State.Jobs.Select(job => (job.Name, job.Definition, job.HyperParameters["learning_rate"])).ShouldBe(
            whole.State.Jobs.Select(job => (job.Name, job.Definition, job.HyperParameters["learning_rate"])));
    }

    [Fact]
    public void Run_TheOnlyDefinitionHasAName_IsNamedInItsJobs()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With("TrainingJobDefinition.DefinitionName", "\"mlp\"");

        tuning.Run();

        tuning.Description.GetProperty("BestTrainingJob").GetProperty("TrainingJobDefinitionName").GetString().ShouldBe("mlp");
        tuning.Description.GetProperty("TrainingJobDefinition").GetProperty("DefinitionName").GetString().ShouldBe("mlp");
    }

    [Fact]
    public void Run_DefinitionsOfTheSameRanges_DrawIndependently()
    {
        using var tuning = new SimulatedTuning().Several();
        tuning.Request.With("TrainingJobDefinitions[1].HyperParameterRanges", tuning.Request.Json.GetProperty("TrainingJobDefinitions")[0].GetProperty("HyperParameterRanges").GetRawText());

        tuning.Run();

        tuning.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).Distinct().Count().ShouldBe(6);
    }

    [Theory]
    [InlineData("Bayesian")]
    [InlineData("Random")]
    public void ADefinitionLearnsFromItsOwnJobsAlone(string strategy)
    {
        using var one = Searched(strategy, _ => 0);
        using var two = Searched(strategy, learningRate => learningRate);

        // what happens to adam's jobs changes nothing of what sgd tries
        string[] Tried(SimulatedTuning tuning, int definition) => [.. tuning.State.Jobs.Where(job => job.Definition == definition).Select(job => job.HyperParameters["learning_rate"])];
        Tried(two, 0).ShouldBe(Tried(one, 0));
        if (strategy == "Bayesian") Tried(two, 1).ShouldNotBe(Tried(one, 1));
    }

    [Fact]
    public void Grid_TriesEachCombinationOfEachDefinitionOnce()
    {
        using var tuning = new SimulatedTuning { Value = (_, _) => 1 }.Several();
        tuning.Request.With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":3}")
            .With("TrainingJobDefinitions[0].HyperParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2"]}]}""")
            .With("TrainingJobDefinitions[1].HyperParameterRanges", """{"CategoricalParameterRanges":[{"Name":"b","Values":["x","y","z","w"]}]}""");

        tuning.Run();

        // the second goes on when the first has nothing left to try
        tuning.State.Jobs.Select(job => $"{job.Definition}{job.HyperParameters.Values.Single()}").ShouldBe(["01", "1x", "02", "1y", "1z", "1w"]);
        tuning.State.Status.ShouldBe("Completed");
    }

    [Fact]
    public void RangesUsedUp_CompletesWhenNoDefinitionHasAnythingLeft()
    {
        using var tuning = new SimulatedTuning { Value = (_, _) => 1 }.Several();
        tuning.Request.With("TrainingJobDefinitions[0].HyperParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1"]}]}""")
            .With("TrainingJobDefinitions[1].HyperParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]}]}""");

        tuning.Run();

        tuning.State.Jobs.Select(job => job.Definition).ShouldBe([0, 1, 1, 1]);
        (tuning.State.Status, tuning.State.StopReason).ShouldBe(("Completed", "all that HyperParameterRanges hold has been tried"));
    }

    [Fact]
    public void Hyperband_ComparesJobsOfOneDefinitionOnly()
    {
        using var tuning = new SimulatedTuning { Value = (hyperparameters, _) => hyperparameters["optimizer"] == "adam" ? 1 : 100 }.Several();
        tuning.Request.With($"{Config}.Strategy", "\"Hyperband\"");

        tuning.Run();

        // all of sgd are worse than any of adam, and as good as one another
        tuning.State.Jobs.ShouldAllBe(job => tuning.TrainingJobs.Metrics(job.Name).Count == 9);
    }

    [Fact]
    public void Metrics_AreEachDefinitionsOwn()
    {
        using var tuning = new SimulatedTuning().Several();
        tuning.Request.With("TrainingJobDefinitions[0].TuningObjective.MetricName", "\"train:loss\"")
            .With("TrainingJobDefinitions[0].AlgorithmSpecification.MetricDefinitions[0].Name", "\"train:loss\"");

        // jobs report validation:loss, which is the second's
        tuning.Run();

        var described = tuning.Description;
        described.GetProperty("BestTrainingJob").GetProperty("FinalHyperParameterTuningJobObjectiveMetric").GetProperty("MetricName").GetString().ShouldBe("validation:loss");
        var objectives = described.GetProperty("ObjectiveStatusCounters");
        (objectives.GetProperty("Succeeded").GetInt32(), objectives.GetProperty("Failed").GetInt32()).ShouldBe((3, 3));
    }

    [Fact]
    public void Target_ReachedByAnyDefinition_Completes()
    {
        using var tuning = new SimulatedTuning { Value = (hyperparameters, _) => hyperparameters["optimizer"] == "adam" ? 1 : 100 }.Several();
        tuning.Request.With($"{Config}.TuningJobCompletionCriteria.TargetObjectiveMetricValue", "1");

        tuning.Run();

        (tuning.State.Status, tuning.State.Jobs.Count).ShouldBe(("Completed", 2));
        tuning.State.StopReason!.ShouldContain("TargetObjectiveMetricValue 1 was reached");
    }

    [Fact]
    public void Convergence_IsThatOfAllDefinitions()
    {
        // adam's values say nothing of the next one: about 3 that is far from sgd's best, which is 1, about 1 it may be better
        using var far = Converging(learningRate => 3 + (Math.Sin(1e5 * learningRate) / 2));
        far.Run();
        using var near = Converging(learningRate => 1 + (Math.Sin(1e5 * learningRate) / 2));
        near.Run();

        far.State.StopReason!.ShouldContain("ConvergenceDetected");
        near.State.Jobs.Count.ShouldBeGreaterThan(far.State.Jobs.Count);
    }

    [Fact]
    public void WarmStart_FromAParentOfSeveralDefinitions_IsRefused()
    {
        using var tuning = new SimulatedTuning().Several().Run().Next("child");
        tuning.Request.With("WarmStartConfig", """{"WarmStartType":"TransferLearning","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"tune"}]}""");

        Should.Throw<SageMaker.JobInputException>(() => tuning.Create()).Message.ShouldContain("found \"tune\", which has 2 definitions, expected a tuning job of one");
    }

    // sgd has a smooth valley; adam's values are what the test says.
    private static SimulatedTuning Converging(Func<double, double> adam)
    {
        var tuning = new SimulatedTuning { Epochs = 1, Value = (hyperparameters, _) => hyperparameters["optimizer"] == "adam" ? adam(SimulatedTuning.Number(hyperparameters)) : 1 + Math.Pow(Math.Log10(SimulatedTuning.Number(hyperparameters)) + 2, 2) }.Several();
        tuning.Request.With($"{Config}.Strategy", "\"Bayesian\"").With($"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":32,\"MaxParallelTrainingJobs\":2}")
            .With($"{Config}.TuningJobCompletionCriteria.ConvergenceDetected.CompleteOnConvergence", "\"Enabled\"");
        return tuning;
    }

    private static SimulatedTuning Searched(string strategy, Func<double, double> adam)
    {
        var tuning = new SimulatedTuning
        {
            Epochs = 1,
            Value = (hyperparameters, _) => hyperparameters["optimizer"] == "adam" ? adam(SimulatedTuning.Number(hyperparameters)) : SimulatedTuning.Number(hyperparameters),
        }.Several();
        tuning.Request.With($"{Config}.Strategy", $"\"{strategy}\"").With($"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":16,\"MaxParallelTrainingJobs\":2}");
        return tuning.Run();
    }
}
