using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

public sealed class TuningJobRequestTests
{
    private const string Config = "HyperParameterTuningJobConfig";
    private const string Definition = "TrainingJobDefinition";

    [Fact]
    public void Read_RightRequest_HasItsMembers()
    {
        var findings = new RequestFindings();
        var request = TuningJobRequest.Read(SampleTuningRequest.Create().Json, findings);

        findings.Notices.ShouldBeEmpty();
        (request.Name, request.Strategy, request.Objective, request.Metric).ShouldBe(("tune", TuningStrategyType.Random, ObjectiveType.Minimize, "validation:loss"));
        (request.JobsMax, request.ParallelMax, request.MaxRuntimeSeconds, request.Seed, request.StopsEarly).ShouldBe((6, 2, null, 7, false));
        var definition = request.Definitions.ShouldHaveSingleItem();
        (definition.Name, definition.Path).ShouldBe((null, "TrainingJobDefinition"));
        definition.Space.Ranges.Select(range => range.Name).ShouldBe(["learning_rate", "optimizer"]);
        definition.StaticHyperParameters.ShouldBe(new Dictionary<string, string> { ["epochs"] = "9" });
        (request.Parents.Count, request.WarmStartType, request.Completion).ShouldBe((0, null, new CompletionCriteria()));
    }

    [Fact]
    public void Read_OptionalMembers_HasThem()
    {
        var request = TuningJobRequest.Read(SampleTuningRequest.Create()
            .With($"{Config}.TrainingJobEarlyStoppingType", "\"Auto\"")
            .With($"{Config}.ResourceLimits.MaxRuntimeInSeconds", "600")
            .With($"{Config}.TuningJobCompletionCriteria", """{"TargetObjectiveMetricValue":0.5,"BestObjectiveNotImproving":{"MaxNumberOfTrainingJobsNotImproving":4},"ConvergenceDetected":{"CompleteOnConvergence":"Enabled"}}""")
            .With("WarmStartConfig", """{"WarmStartType":"TransferLearning","ParentHyperParameterTuningJobs":[{"HyperParameterTuningJobName":"a"},{"HyperParameterTuningJobName":"b"}]}""").Json, new RequestFindings());

        (request.StopsEarly, request.MaxRuntimeSeconds).ShouldBe((true, 600));
        request.Completion.ShouldBe(new CompletionCriteria(0.5, 4, true));
        request.Parents.ShouldBe(["a", "b"]);
        request.WarmStartType.ShouldBe(WarmStartType.TransferLearning);
    }

    [Fact]
    public void JobsMax_OfGrid_IsHowManyCombinationsThereAre()
    {
        var request = SampleTuningRequest.Create().With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":1}")
            .With($"{Config}.ParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]},{"Name":"b","Values":["x","y"]}]}""");

        TuningJobRequest.Read(request.Json, new RequestFindings()).JobsMax.ShouldBe(6);
    }

    [Fact]
    public void JobsMax_NotGiven_IsTheServicesLimit() =>
        TuningJobRequest.Read(SampleTuningRequest.Create().With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":1}").Json, new RequestFindings()).JobsMax.ShouldBe(750);

    [Fact]
    public void Resource_OfHyperband_IsInferredFromEpochs()
    {
        var request = SampleTuningRequest.Create().With($"{Config}.Strategy", "\"Hyperband\"");

        TuningJobRequest.Read(request.Json, new RequestFindings()).Definitions[0].Resource.ShouldBe(new HyperbandResource(1, 9));
    }

    [Fact]
    public void TrainingJob_HasTunedAndStaticHyperParametersAndTheObjective()
    {
        var tuning = SampleTuningRequest.Create().With($"{Definition}.CheckpointConfig", "{\"S3Uri\":\"s3://out/checkpoints\",\"LocalPath\":\"/c\"}").With($"{Definition}.Environment", "{\"A\":\"b\"}");
        var json = TuningJobRequest.Read(tuning.Json, new RequestFindings()).Definitions[0].TrainingJob("tune-001-0123abcd", [new("learning_rate", "0.5"), new("optimizer", "sgd")]);
        var request = TrainingJobRequest.Read(json, new RequestFindings());

        request.Name.ShouldBe("tune-001-0123abcd");
        request.HyperParameters.ShouldBe(new Dictionary<string, string> { ["epochs"] = "9", ["learning_rate"] = "0.5", ["optimizer"] = "sgd", ["_tuning_objective_metric"] = "validation:loss" }, ignoreOrder: true);
        // a folder for each job: one must not resume from another's checkpoints
        request.Checkpoints!.ToString().ShouldBe("s3://out/checkpoints/tune-001-0123abcd/");
        request.CheckpointPath.ShouldBe("/c");
        request.Environment.ShouldBe(new Dictionary<string, string> { ["A"] = "b" });
        request.Metrics.Single().Name.ShouldBe("validation:loss");
    }

    [Theory]
    [InlineData("""{"InstanceType":"ml.c5.xlarge","InstanceCount":2,"VolumeSizeInGB":5}""", "ml.c5.xlarge", 2, 0)]
    [InlineData("""{"InstanceConfigs":[{"InstanceType":"ml.g5.xlarge","InstanceCount":3,"VolumeSizeInGB":7},{"InstanceType":"ml.c5.xlarge","InstanceCount":1,"VolumeSizeInGB":5}],"VolumeKmsKeyId":"key"}""", "ml.g5.xlarge", 3, 1)]
    public void TrainingJob_OfATuningResourceConfig_HasItsInstances(string resources, string type, int count, int notices)
    {
        var tuning = SampleTuningRequest.Create().With($"{Definition}.ResourceConfig", null).With($"{Definition}.HyperParameterTuningResourceConfig", resources);
        var findings = new RequestFindings();
        var job = TuningJobRequest.Read(tuning.Json, findings).Definitions[0].TrainingJob("a", []);

        TrainingJobRequest.Read(job, new RequestFindings()).Groups.ShouldBe([new InstanceGroup(InstanceGroup.Homogeneous, type, count)]);
        findings.Notices.Count.ShouldBe(notices);
        job.GetProperty("ResourceConfig").TryGetProperty("VolumeKmsKeyId", out _).ShouldBe(notices > 0);
    }

    /// <summary>Where it is broken, with what (null: the member is missing), where the error says it is, and what was expected.</summary>
    public static TheoryData<string, string?, string, string> Broken { get; } = new()
    {
        { "HyperParameterTuningJobName", null, "HyperParameterTuningJobName", "1 to 32 characters" },
        { "HyperParameterTuningJobName", $"\"{new string('a', 33)}\"", "HyperParameterTuningJobName", "(33 characters)" },
        { "HyperParameterTuningJobName", "\"a_b\"", "HyperParameterTuningJobName", "write it like digits-tuning-1" },
        { Config, null, Config, "expected a JSON object" },
        { $"{Config}.Strategy", "\"Bayes\"", $"{Config}.Strategy", "did you mean Bayesian" },
        { $"{Config}.Strategy", null, $"{Config}.Strategy", "Bayesian or Random or Hyperband or Grid" },
        { $"{Config}.Strategy", "\"Grid\"", $"{Config}.ParameterRanges", "list the values in CategoricalParameterRanges" },
        { $"{Config}.StrategyConfig", "{\"HyperbandStrategyConfig\":{\"MaxResource\":9}}", $"{Config}.StrategyConfig", "with Hyperband only" },
        { $"{Config}.StrategyConfig", "{\"HyperbandStrategyConfig\":{\"MaxResource\":20001}}", $"{Config}.StrategyConfig.HyperbandStrategyConfig.MaxResource", "1 to 20000" },
        { $"{Config}.HyperParameterTuningJobObjective", null, $"{Config}.HyperParameterTuningJobObjective", "expected it" },
        { $"{Config}.HyperParameterTuningJobObjective.Type", "\"Min\"", $"{Config}.HyperParameterTuningJobObjective.Type", "Maximize or Minimize" },
        { $"{Config}.HyperParameterTuningJobObjective.MetricName", "\"validation:los\"", $"{Config}.HyperParameterTuningJobObjective.MetricName", "did you mean validation:loss" },
        { $"{Config}.HyperParameterTuningJobObjective.MetricName", "\"auc\"", $"{Config}.HyperParameterTuningJobObjective.MetricName", "define the metric there" },
        { $"{Config}.ResourceLimits", null, $"{Config}.ResourceLimits", "expected a JSON object" },
        { $"{Config}.ResourceLimits.MaxParallelTrainingJobs", null, $"{Config}.ResourceLimits.MaxParallelTrainingJobs", "at least 1" },
        { $"{Config}.ResourceLimits.MaxParallelTrainingJobs", "7", $"{Config}.ResourceLimits.MaxParallelTrainingJobs", "at most MaxNumberOfTrainingJobs, which is 6" },
        { $"{Config}.ResourceLimits", "{\"MaxNumberOfTrainingJobs\":200,\"MaxParallelTrainingJobs\":101}", $"{Config}.ResourceLimits.MaxParallelTrainingJobs", "at most 100" },
        { $"{Config}.ResourceLimits.MaxNumberOfTrainingJobs", "10001", $"{Config}.ResourceLimits.MaxNumberOfTrainingJobs", "at most 10000" },
        { $"{Config}.ResourceLimits.MaxNumberOfTrainingJobs", "\"6\"", $"{Config}.ResourceLimits.MaxNumberOfTrainingJobs", "leave the double quotes out" },
        { $"{Config}.ResourceLimits.MaxRuntimeInSeconds", "60", $"{Config}.ResourceLimits.MaxRuntimeInSeconds", "from 120" },
        { $"{Config}.ParameterRanges", null, $"{Config}.ParameterRanges", "expected it" },
        { $"{Config}.ParameterRanges", "[]", $"{Config}.ParameterRanges", "expected an object" },
        { $"{Config}.ParameterRanges", "{}", $"{Config}.ParameterRanges", "has no range" },
        { $"{Config}.ParameterRanges.ContinuousParameterRanges[0].MinValue", "\"0\"", $"{Config}.ParameterRanges.ContinuousParameterRanges[0].ScalingType", "above 0" },
        { $"{Config}.ParameterRanges.ContinuousParameterRanges[0].MaxValue", "1", $"{Config}.ParameterRanges.ContinuousParameterRanges[0].MaxValue", "expected a text" },
        { $"{Config}.TrainingJobEarlyStoppingType", "\"On\"", $"{Config}.TrainingJobEarlyStoppingType", "Off or Auto" },
        { $"{Config}.TuningJobCompletionCriteria.TargetObjectiveMetricValue", "\"1\"", $"{Config}.TuningJobCompletionCriteria.TargetObjectiveMetricValue", "leave the double quotes out" },
        { $"{Config}.TuningJobCompletionCriteria.BestObjectiveNotImproving.MaxNumberOfTrainingJobsNotImproving", "2", $"{Config}.TuningJobCompletionCriteria.BestObjectiveNotImproving", "at least 3" },
        { $"{Config}.RandomSeed", "-1", $"{Config}.RandomSeed", "at least 0" },
        { $"{Config}.Parallel", "1", $"{Config}.Parallel", "AWS does not know" },
        { Definition, null, Definition, "expected a JSON object" },
        { "TrainingJobDefinitions", $"[{Text(Definition)}]", Definition, "expected one of the two" },
        { "Autotune", "{\"Mode\":\"Enabled\"}", "Autotune", "give ParameterRanges" },
        { $"{Definition}.TuningObjective", "{\"Type\":\"Minimize\",\"MetricName\":\"a\"}", $"{Definition}.TuningObjective", "move it to" },
        { $"{Definition}.HyperParameterRanges", "{\"CategoricalParameterRanges\":[{\"Name\":\"b\",\"Values\":[\"1\"]}]}", $"{Definition}.HyperParameterRanges", "move it to" },
        { $"{Definition}.StaticHyperParameters.learning_rate", "\"1\"", $"{Definition}.StaticHyperParameters.learning_rate", "among ParameterRanges too" },
        { $"{Definition}.StaticHyperParameters", $"{{{string.Join(',', Enumerable.Range(0, 98).Select(i => $"\"a{i}\":\"1\""))}}}", $"{Definition}.StaticHyperParameters", "found 101 hyperparameters" },
        { $"{Definition}.ResourceConfig", null, Definition, "neither ResourceConfig nor" },
        { $"{Definition}.HyperParameterTuningResourceConfig", "{\"InstanceType\":\"ml.m5.xlarge\",\"InstanceCount\":1}", Definition, "expected one of the two" },
        { $"{Definition}.RoleArn", "\"Training\"", $"{Definition}.RoleArn", "(8 characters)" },
        { $"{Definition}.StoppingCondition", null, $"{Definition}.StoppingCondition", "found no such member" },
        { $"{Definition}.Environment", $"{{{string.Join(',', Enumerable.Range(0, 49).Select(i => $"\"A{i}\":\"1\""))}}}", $"{Definition}.Environment", "found 49 entries" },
        // what a training job may not have, its definition may not have either
        { $"{Definition}.EnableManagedSpotTraining", "true", $"{Definition}.StoppingCondition.MaxWaitTimeInSeconds", "set it to at least 3600" },
        { $"{Definition}.ResourceConfig.InstanceCount", "0", $"{Definition}.ResourceConfig.InstanceCount", "at least 1" },
        { $"{Definition}.AlgorithmSpecification.TrainingImage", null, $"{Definition}.AlgorithmSpecification", "neither TrainingImage nor AlgorithmName" },
        { $"{Definition}.AlgorithmSpecification.ContainerArguments", "[\"train\"]", $"{Definition}.AlgorithmSpecification.ContainerArguments", "AWS does not know" },
        { "WarmStartConfig", "{\"WarmStartType\":\"TransferLearning\"}", "WarmStartConfig.ParentHyperParameterTuningJobs", "found no such member" },
        { "WarmStartConfig", "{\"WarmStartType\":\"Same\",\"ParentHyperParameterTuningJobs\":[{\"HyperParameterTuningJobName\":\"a\"}]}", "WarmStartConfig.WarmStartType", "IdenticalDataAndAlgorithm or TransferLearning" },
        { "WarmStartConfig", "{\"WarmStartType\":\"TransferLearning\",\"ParentHyperParameterTuningJobs\":[]}", "WarmStartConfig.ParentHyperParameterTuningJobs", "found 0 items" },
    };

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenInOnePlace_NamesItAndWhatIsExpected(string path, string? json, string where, string what)
    {
        var refused = Should.Throw<SageMaker.JobInputException>(() => TuningJobRequest.Read(SampleTuningRequest.Create().With(path, json).Json, new RequestFindings()));

        refused.Mistakes.ShouldContain(mistake => mistake.Where.StartsWith(where) && mistake.ToString().Contains(what), refused.Message);
        refused.Mistakes.Count.ShouldBeLessThanOrEqualTo(2, refused.Message);
    }

    [Theory]
    [InlineData("{\"MaxResource\":9}", "\"Auto\"", $"{Config}.TrainingJobEarlyStoppingType")]
    [InlineData("{\"MinResource\":10,\"MaxResource\":9}", "\"Off\"", $"{Config}.StrategyConfig.HyperbandStrategyConfig.MinResource")]
    public void Read_WrongHyperband_NamesIt(string hyperband, string early, string where)
    {
        var request = SampleTuningRequest.Create().With($"{Config}.Strategy", "\"Hyperband\"").With($"{Config}.StrategyConfig", $"{{\"HyperbandStrategyConfig\":{hyperband}}}").With($"{Config}.TrainingJobEarlyStoppingType", early);

        Should.Throw<SageMaker.JobInputException>(() => TuningJobRequest.Read(request.Json, new RequestFindings())).Mistakes.ShouldHaveSingleItem().Where.ShouldBe(where);
    }

    [Fact]
    public void Read_GridWithAnotherNumberOfJobs_SaysHowManyThereAre()
    {
        var request = SampleTuningRequest.Create().With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ParameterRanges", """{"CategoricalParameterRanges":[{"Name":"a","Values":["1","2","3"]}]}""");

        Should.Throw<SageMaker.JobInputException>(() => TuningJobRequest.Read(request.Json, new RequestFindings())).Message.ShouldContain("MaxNumberOfTrainingJobs: found 6, expected 3");
    }

    [Fact]
    public void Read_GridOfMoreThanTheServiceTakes_IsRefusedAndNotCut()
    {
        var values = string.Join(',', Enumerable.Range(0, 30).Select(i => $"\"{i}\""));
        var request = SampleTuningRequest.Create().With($"{Config}.Strategy", "\"Grid\"").With($"{Config}.ResourceLimits", "{\"MaxParallelTrainingJobs\":1}")
            .With($"{Config}.ParameterRanges", $$"""{"CategoricalParameterRanges":[{"Name":"a","Values":[{{values}}]},{"Name":"b","Values":[{{values}}]}]}""");

        Should.Throw<SageMaker.JobInputException>(() => TuningJobRequest.Read(request.Json, new RequestFindings())).Message.ShouldContain("found 900 combinations, expected at most 750");
    }

    private static string Text(string member)
    {
        using var document = JsonDocument.Parse(SampleTuningRequest.Text);
        return document.RootElement.GetProperty(member).GetRawText();
    }
}
