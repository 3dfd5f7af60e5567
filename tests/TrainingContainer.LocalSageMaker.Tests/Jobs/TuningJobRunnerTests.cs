using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

public sealed class TuningJobRunnerTests
{
    private const string Config = "HyperParameterTuningJobConfig";

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Create_SpotInterruptionsOfJobsThatAreNotSpot_AreNoticed(bool isSpot)
    {
        using var tuning = new SimulatedTuning();
        if (isSpot) tuning.Request.With("TrainingJobDefinition.EnableManagedSpotTraining", "true").With("TrainingJobDefinition.StoppingCondition.MaxWaitTimeInSeconds", "86400");
        var findings = new RequestFindings();

        tuning.TuningJobs.Create(tuning.Request.Json, new RunOptions { S3Root = tuning.Home.Path, SpotInterruptions = "at=2s" }, findings);

        findings.Notices.Any(notice => notice.Contains("--spot-interruptions")).ShouldBe(!isSpot);
    }

    [Fact]
    public void Run_CreatesAllJobsAndNamesTheBest()
    {
        using var tuning = new SimulatedTuning().Run();

        tuning.State.Status.ShouldBe("Completed");
        tuning.State.Jobs.Count.ShouldBe(6);
        tuning.ParallelMost.ShouldBe(2);
        tuning.State.Jobs.Select(job => job.Name).ShouldAllBe(name => System.Text.RegularExpressions.Regex.IsMatch(name, "^tune-00[1-6]-[0-9a-f]{8}$"));
        var first = TrainingJobRequest.Read(tuning.TrainingJobs.Find(tuning.State.Jobs[0].Name).ReadRequest(), new RequestFindings());
        first.HyperParameters["_tuning_objective_metric"].ShouldBe("validation:loss");
        first.HyperParameters["learning_rate"].ShouldBe(tuning.State.Jobs[0].HyperParameters["learning_rate"]);
        tuning.TrainingJobs.State(tuning.State.Jobs[0].Name).TuningJobArn.ShouldBe("arn:aws:sagemaker:us-east-1:111122223333:hyper-parameter-tuning-job/tune");
        var described = tuning.Description;
        var best = tuning.State.Jobs.MinBy(job => tuning.Value(job.HyperParameters, 9));
        described.GetProperty("BestTrainingJob").GetProperty("TrainingJobName").GetString().ShouldBe(best!.Name);
        described.GetProperty("TrainingJobStatusCounters").GetProperty("Completed").GetInt32().ShouldBe(6);
        described.GetProperty("ObjectiveStatusCounters").GetProperty("Succeeded").GetInt32().ShouldBe(6);
        described.GetProperty("TrainingJobDefinition").GetProperty("StaticHyperParameters").GetProperty("_tuning_objective_metric").GetString().ShouldBe("validation:loss");
        described.TryGetProperty("HyperParameterTuningEndTime", out _).ShouldBeTrue();
    }

    [Fact]
    public void Run_SameSeed_TriesTheSame()
    {
        using var one = new SimulatedTuning().Run();
        using var two = new SimulatedTuning().Run();
        using var other = new SimulatedTuning();
        other.Request.With($"{Config}.RandomSeed", "8");
        other.Run();

        two.State.Jobs.Select(job => job.Name).ShouldBe(one.State.Jobs.Select(job => job.Name));
        two.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).ShouldBe(one.State.Jobs.Select(job => job.HyperParameters["learning_rate"]));
        other.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).ShouldNotBe(one.State.Jobs.Select(job => job.HyperParameters["learning_rate"]));
    }

    [Fact]
    public void Run_AfterAnotherRunnerWasKilled_EndsWithTheSameJobs()
    {
        using var whole = new SimulatedTuning().Run();
        using var killed = new SimulatedTuning();
        killed.Kill(() => killed.State.Jobs.Count == 4);

        // the fifth is written down, and was not created when the runner was gone
        killed.Folder.Write(killed.State with { Jobs = [.. killed.State.Jobs, new TunedJob(whole.State.Jobs[4].Name, whole.State.Jobs[4].HyperParameters)] });
        killed.Run();

        killed.State.Status.ShouldBe("Completed");
        killed.State.Jobs.Select(job => job.Name).ShouldBe(whole.State.Jobs.Select(job => job.Name));
        killed.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).ShouldBe(whole.State.Jobs.Select(job => job.HyperParameters["learning_rate"]));
        killed.Home.AllTrainingJobs().Count().ShouldBe(6);
    }

    [Fact]
    public void Stop_StopsWhatRunsAndCreatesNoMore()
    {
        using var tuning = new SimulatedTuning().Create();
        var statuses = new HashSet<string>();
        tuning.Ticked = () =>
        {
            if (tuning.Time.GetUtcNow() - tuning.State.CreationTime is { TotalSeconds: >= 12 } && !tuning.Folder.IsStopRequested) tuning.TuningJobs.Stop("tune");
            statuses.Add(tuning.State.Status);
        };

        tuning.Run();

        statuses.ShouldBe(["InProgress", "Stopping"]);
        tuning.State.Status.ShouldBe("Stopped");
        tuning.State.Jobs.Count.ShouldBe(4);
        var counters = tuning.Description.GetProperty("TrainingJobStatusCounters");
        (counters.GetProperty("Completed").GetInt32(), counters.GetProperty("Stopped").GetInt32()).ShouldBe((2, 2));
        Should.Throw<ServiceException>(() => tuning.TuningJobs.Stop("tune")).Message.ShouldContain("Stopped");
    }

    [Fact]
    public void EarlyStopping_EndsJobsThatAreWorseThanTheMedian()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With($"{Config}.TrainingJobEarlyStoppingType", "\"Auto\"").With($"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":10,\"MaxParallelTrainingJobs\":1}");

        tuning.Run();

        var stopped = tuning.State.Jobs.Where(job => job.IsStoppedEarly).ToArray();
        stopped.Length.ShouldBeInRange(2, 8);
        tuning.State.Jobs[0].IsStoppedEarly.ShouldBeFalse("there is nothing to compare it with");
        foreach (var job in stopped)
        {
            tuning.TrainingJobs.State(job.Name).Status.ShouldBe("Stopped");
            tuning.TrainingJobs.Metrics(job.Name).Count.ShouldBeLessThan(9);
        }

        tuning.Description.GetProperty("ObjectiveStatusCounters").GetProperty("Succeeded").GetInt32().ShouldBe(10, "what they have reported counts");
    }

    [Fact]
    public void Hyperband_StopsMostJobsAtItsRungs()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With($"{Config}.Strategy", "\"Hyperband\"").With($"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":30,\"MaxParallelTrainingJobs\":3}");

        tuning.Run();

        tuning.State.Status.ShouldBe("Completed");
        var epochs = tuning.State.Jobs.Select(job => tuning.TrainingJobs.Metrics(job.Name).Count).ToArray();
        epochs.Count(count => count < 9).ShouldBeGreaterThan(10);
        epochs.Count(count => count == 9).ShouldBeGreaterThan(1);
    }

    [Fact]
    public void ValuesThatCameTogether_AreJudgedOneAfterTheOther()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With($"{Config}.Strategy", "\"Hyperband\"").With($"{Config}.StrategyConfig", "{\"HyperbandStrategyConfig\":{\"MaxResource\":3}}");
        // all nine values at the second look: the third was the last that Hyperband allows
        tuning.Epochs = 9;
        tuning.Time.Step = TimeSpan.FromSeconds(8);

        tuning.Run();

        tuning.State.Jobs.ShouldContain(job => job.IsStoppedEarly);
    }

    [Fact]
    public void TargetReached_StopsWhatRunsAndCompletes()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With($"{Config}.TuningJobCompletionCriteria.TargetObjectiveMetricValue", "100");

        tuning.Run();

        tuning.State.Status.ShouldBe("Completed");
        tuning.State.StopReason!.ShouldContain("TargetObjectiveMetricValue");
        tuning.State.Jobs.Count.ShouldBe(2);
    }

    [Fact]
    public void MaxRuntime_EndsTheTuningJob()
    {
        using var tuning = new SimulatedTuning { Epochs = 100 };
        tuning.Request.With($"{Config}.ResourceLimits.MaxRuntimeInSeconds", "120");

        tuning.Run();

        tuning.State.StopReason!.ShouldContain("MaxRuntimeInSeconds");
        (tuning.State.EndTime!.Value - tuning.State.CreationTime).TotalSeconds.ShouldBe(120, 1);
        tuning.State.Jobs.Count.ShouldBe(4);
    }

    [Fact]
    public void FewerConfigurationsThanJobs_EndsAndSaysThatAllWereTried()
    {
        using var tuning = new SimulatedTuning { Value = (_, epoch) => 1.0 / epoch };
        tuning.Request.With($"{Config}.ParameterRanges", """{"CategoricalParameterRanges":[{"Name":"optimizer","Values":["sgd","adam"]}]}""");

        tuning.Run();

        (tuning.State.Status, tuning.State.StopReason).ShouldBe(("Completed", "all that ParameterRanges hold has been tried"));
        tuning.State.Jobs.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(true, "no line of their logs matched the regular expression of validation:loss with a finite number")]
    [InlineData(false, "the first that failed says AlgorithmError: no memory")]
    public void NoJobHasAnObjective_FailsAfterFive(bool completes, string reason)
    {
        using var tuning = new SimulatedTuning { Value = (_, _) => null };
        tuning.Request.With($"{Config}.ResourceLimits.MaxParallelTrainingJobs", "1");
        if (!completes) tuning.Outcome = _ => JobOutcome.Failed("AlgorithmError: no memory");

        tuning.Run();

        tuning.State.Status.ShouldBe("Failed");
        tuning.State.FailureReason!.ShouldStartWith("No objective metrics found after running 5 training jobs: ");
        tuning.State.FailureReason.ShouldContain(reason);
        tuning.State.Jobs.Count.ShouldBe(5);
    }

    [Fact]
    public void SomeJobsFail_TheOthersCount()
    {
        using var tuning = new SimulatedTuning { Outcome = number => number % 2 == 0 ? JobOutcome.Failed(number == 0 ? "InternalServerError: a" : "AlgorithmError: b") : JobOutcome.Completed };

        tuning.Run();

        tuning.State.Status.ShouldBe("Completed");
        var counters = tuning.Description.GetProperty("TrainingJobStatusCounters");
        (counters.GetProperty("RetryableError").GetInt32(), counters.GetProperty("NonRetryableError").GetInt32(), counters.GetProperty("Completed").GetInt32()).ShouldBe((1, 2, 3));
        tuning.Description.GetProperty("ObjectiveStatusCounters").GetProperty("Failed").GetInt32().ShouldBe(3);
    }

    [Fact]
    public void Grid_TriesEachCombinationOnce()
    {
        using var tuning = new SimulatedTuning { Value = (_, _) => 1 };
        tuning.Request.With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":3}")
            .With($"{Config}.ParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]},{"Name":"b","Values":["x","y"]}]}""");

        tuning.Run();

        tuning.State.Jobs.Select(job => job.HyperParameters["a"] + job.HyperParameters["b"]).ShouldBe(["1x", "1y", "2x", "2y", "3x", "3y"]);
    }

    [Fact]
    public void SpaceUsedUp_CompletesWithFewerJobs()
    {
        using var tuning = new SimulatedTuning { Value = (_, _) => 1 };
        tuning.Request.With($"{Config}.ParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]}]}""");

        tuning.Run();

        tuning.State.Status.ShouldBe("Completed");
        tuning.State.Jobs.Count.ShouldBe(3);
    }

    [Fact]
    public void WarmStart_TriesNothingTwiceAndNamesTheBestOfAll()
    {
        using var tuning = new SimulatedTuning();
        tuning.Request.With($"{Config}.ParameterRanges", """{"IntegerParameterRanges":[{"Name":"learning_rate","MinValue":"1","MaxValue":"12"}]}""");
        tuning.Value = (hyperparameters, _) => SimulatedTuning.Number(hyperparameters);
        tuning.Run();
        var tried = tuning.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).ToArray();
        var best = tuning.State.Jobs.MinBy(job => SimulatedTuning.Number(job.HyperParameters))!;

        tuning.Next("child").Request.With($"{Config}.ParameterRanges", """{"IntegerParameterRanges":[{"Name":"learning_rate","MinValue":"1","MaxValue":"12"}]}""")
            .With("WarmStartConfig", """{"WarmStartType":"IdenticalDataAndAlgorithm","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"tune"}]}""");
        tuning.Value = (hyperparameters, _) => 100 + SimulatedTuning.Number(hyperparameters);
        tuning.Run();

        tuning.State.Jobs.Select(job => job.HyperParameters["learning_rate"]).Intersect(tried).ShouldBeEmpty();
        var overall = tuning.Description.GetProperty("OverallBestTrainingJob");
        (overall.GetProperty("TrainingJobName").GetString(), overall.GetProperty("TuningJobName").GetString()).ShouldBe((best.Name, "tune"));
        tuning.Description.GetProperty("BestTrainingJob").GetProperty("TrainingJobName").GetString()!.ShouldStartWith("child-");
    }

    [Fact]
    public void WarmStart_OfAParentThatTriedEverything_CompletesWithoutAJob()
    {
        const string ranges = """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]}]}""";
        using var tuning = new SimulatedTuning { Value = (_, _) => 1 };
        tuning.Request.With($"{Config}.ParameterRanges", ranges);
        tuning.Run();

        tuning.Next("child").Request.With($"{Config}.ParameterRanges", ranges)
            .With("WarmStartConfig", """{"WarmStartType":"IdenticalDataAndAlgorithm","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"tune"}]}""");
        tuning.Run();

        (tuning.State.Status, tuning.State.StopReason).ShouldBe(("Completed", "the parents have tried all that ParameterRanges hold"));
        tuning.State.Jobs.ShouldBeEmpty();
    }

    [Fact]
    public void JobToBeStoppedEarly_WhoseRunnerWasKilledBeforeItDidSo_IsStoppedByTheNext()
    {
        using var tuning = new SimulatedTuning { Epochs = 100_000 };
        tuning.Request.With($"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":1,\"MaxParallelTrainingJobs\":1}");
        var isMarked = false;
        tuning.Kill(() => tuning.State.Jobs.Count == 1);

        tuning.Ticked = () => isMarked |= tuning.TrainingJobs.IsStopRequested(tuning.State.Jobs[0].Name);
        tuning.Folder.Write(tuning.State with { Jobs = [tuning.State.Jobs[0] with { IsStoppedEarly = true }] });
        tuning.Run();

        isMarked.ShouldBeTrue();
        tuning.TrainingJobs.State(tuning.State.Jobs[0].Name).Status.ShouldBe("Stopped");
    }

    [Theory]
    [InlineData("nobody", "IdenticalDataAndAlgorithm", "expected a tuning job of this machine")]
    [InlineData("tune", "TransferLearning", "tune has not ended")]
    public void WarmStart_WrongParent_IsRefused(string parent, string type, string what)
    {
        using var tuning = new SimulatedTuning().Create().Next("child");
        tuning.Request.With("WarmStartConfig", $$"""{"WarmStartType":"{{type}}","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"{{parent}}"}]}""");

        Should.Throw<SageMaker.JobInputException>(() => tuning.Create()).Message.ShouldContain(what);
        tuning.Folder.Exists.ShouldBeFalse();
    }

    [Fact]
    public void Create_NameInUse_IsRefused()
    {
        using var tuning = new SimulatedTuning().Create();

        Should.Throw<ServiceException>(() => tuning.Create()).Code.ShouldBe("ResourceInUse");
        Should.Throw<ServiceException>(() => tuning.TuningJobs.Find("nobody")).Code.ShouldBe("ResourceNotFound");
        tuning.TuningJobs.All().Single().Name.ShouldBe("tune");
    }
}
