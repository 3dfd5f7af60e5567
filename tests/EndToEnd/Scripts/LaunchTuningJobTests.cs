using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Scripts;

/// <summary>scripts/launch-tuning-job.sh: from flags to a request that the API takes.</summary>
public sealed class LaunchTuningJobTests
{
    private const string Name = "launch-tuning-job.sh";

    private static (int ExitCode, string Output, string Errors) Run(params string[] more) => Script.Run(Name, [.. LaunchTrainingJobTests.Required, "--dry-run", .. more]);

    private static JsonNode Request(params string[] more)
    {
        var (exitCode, output, errors) = Run(more);
        exitCode.ShouldBe(0, errors);
        if (!RequestModel.IsMissing)
            RequestModel.Check("CreateHyperParameterTuningJob", JsonDocument.Parse(output).RootElement).ShouldBeEmpty();
        return JsonNode.Parse(output)!;
    }

    [Fact]
    public void RangesAndLimits_AreInTheRequest()
    {
        var request = Request("--objective", "validation:accuracy:best", "--range", "learning_rate=continuous:1e-4:1e-1:Logarithmic", "--range", "batch_size=integer:16:256:logarithmic",
            "--range", "optimizer=categorical:adam,sgd", "--range", "hidden_layers=categorical:[64],[128,64]", "--max-jobs", "20", "--max-parallel", "4", "--early-stopping", "auto",
            "--random-seed", "7", "--target", "0.99", "--warm-start", "earlier", "--warm-start-type", "TransferLearning", "--spot", "--checkpoints", "s3://bucket/c", "epochs=20", "--env", "A=b", "--tag", "a=b");
        var config = request["HyperParameterTuningJobConfig"]!;
        config["Strategy"]!.GetValue<string>().ShouldBe("Bayesian");
        config["HyperParameterTuningJobObjective"]!.ToJsonString().ShouldBe("""{"Type":"Maximize","MetricName":"validation:accuracy:best"}""");
        config["ResourceLimits"]!.ToJsonString().ShouldBe("""{"MaxParallelTrainingJobs":4,"MaxNumberOfTrainingJobs":20}""");
        config["TrainingJobEarlyStoppingType"]!.GetValue<string>().ShouldBe("Auto");
        config["RandomSeed"]!.GetValue<int>().ShouldBe(7);
        config["TuningJobCompletionCriteria"]!["TargetObjectiveMetricValue"]!.GetValue<double>().ShouldBe(0.99);
        config["ParameterRanges"]!["ContinuousParameterRanges"]!.ToJsonString().ShouldBe("""[{"Name":"learning_rate","MinValue":"1e-4","MaxValue":"1e-1","ScalingType":"Logarithmic"}]""");
        config["ParameterRanges"]!["IntegerParameterRanges"]!.ToJsonString().ShouldBe("""[{"Name":"batch_size","MinValue":"16","MaxValue":"256","ScalingType":"Logarithmic"}]""");
        config["ParameterRanges"]!["CategoricalParameterRanges"]!.ToJsonString().ShouldBe("""[{"Name":"optimizer","Values":["adam","sgd"]},{"Name":"hidden_layers","Values":["[64]","[128,64]"]}]""");
        request["WarmStartConfig"]!["ParentHyperParameterTuningJobs"]![0]!["HyperParameterTuningJobName"]!.GetValue<string>().ShouldBe("earlier");
        request["TrainingJobDefinition"]!["StaticHyperParameters"]!.ToJsonString().ShouldBe("""{"epochs":"20"}""");
        request["TrainingJobDefinition"]!["CheckpointConfig"]!["S3Uri"]!.GetValue<string>().ShouldBe("s3://bucket/c/");
        request["HyperParameterTuningJobName"]!.GetValue<string>().Length.ShouldBe(32);
    }

    [Fact]
    public void RangeByNameAlone_IsTheRecommendedOne()
    {
        using var job = new Job();
        var recommended = JsonNode.Parse(string.Join('\n', job.Run("describe", "--tuning-ranges", "learning_rate").Lines))!["ContinuousParameterRanges"];
        var ranges = Request("--objective", "validation:rmse", "--range", "learning_rate", "--max-jobs", "2", "--strategy", "Random")["HyperParameterTuningJobConfig"]!;
        JsonNode.DeepEquals(ranges["ParameterRanges"]!["ContinuousParameterRanges"], recommended).ShouldBeTrue();
        ranges["HyperParameterTuningJobObjective"]!["Type"]!.GetValue<string>().ShouldBe("Minimize");
        ranges["Strategy"]!.GetValue<string>().ShouldBe("Random");
    }

    [Fact]
    public void Grid_NeedsNoNumberOfJobs() =>
        Request("--objective", "validation:loss", "--strategy", "grid", "--range", "optimizer=categorical:adam,sgd")["HyperParameterTuningJobConfig"]!["ResourceLimits"]!.ToJsonString()
            .ShouldBe("""{"MaxParallelTrainingJobs":1}""");

    /// <summary>Training jobs that share a folder would find each other's checkpoints.</summary>
    [Fact]
    public void Spot_SharesNoFolderForCheckpointsUnlessTold() =>
        Request("--objective", "validation:loss", "--range", "learning_rate", "--max-jobs", "2000", "--strategy", "Random", "--spot")["TrainingJobDefinition"]!["CheckpointConfig"].ShouldBeNull();

    [Fact]
    public void Mistakes_AreAllTold()
    {
        var (exitCode, output, errors) = Run("--objective", "validation:acuracy", "--range", "learning_rate=continuous:1:0", "--range", "learning_rat=continuous:0:1", "--range", "seed=integer:1:2",
            "--range", "dropout=continuous:0:0.5:Logarithmic", "--range", "batch_size=continuous:1:8", "--range", "optimizer=categorical:adam,adan", "--range", "momentum=linear:0:1",
            "--range", "weight_decay=continuous:0", "--max-jobs", "2", "--max-parallel", "3", "--strategy", "Baysian", "--warm-start", "earlier", "--target", "high", "learning_rate=0.1");
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        foreach (var expected in new[]
        {
            "- --objective: found \"validation:acuracy\", expected a metric of the program, such as validation:loss",
            "did you mean validation:accuracy?",
            "- --range learning_rate: found \"continuous:1:0\", expected MIN below MAX",
            "- --range learning_rat: found \"learning_rat\", expected a hyperparameter that the program declares. Fix: did you mean learning_rate?",
            "- --range seed: found \"seed=integer:1:2\", expected seed=categorical:VALUE,VALUE…, or one that has a range worth searching: ",
            "- --range dropout: found \"continuous:0:0.5:Logarithmic\", expected MIN above 0 for Logarithmic",
            "- --range batch_size: found \"continuous:1:8\", expected integer or categorical",
            "- --range optimizer: found \"adan\", expected one of ",
            "- --range momentum: found \"linear:0:1\", expected NAME, NAME=integer:MIN:MAX[:SCALING]",
            "- --range weight_decay: found \"continuous:0\", expected continuous:MIN:MAX",
            "- --max-parallel: found \"3\", expected at most --max-jobs, 2",
            "- --strategy: found \"Baysian\", expected one of Bayesian, Random, Grid, Hyperband. Fix: did you mean Bayesian?",
            "- --warm-start and --warm-start-type: found \"earlier\", expected both",
            "- --target: found \"high\", expected a number",
            "- hyperparameter learning_rate: found \"0.1\", expected it either as NAME=VALUE or as --range",
        })
            errors.ShouldContain(expected);
    }

    /// <summary>As with <c>| head</c>.</summary>
    [Fact]
    public void ReaderThatEndsFirst_GetsNoTraceOfIt()
    {
        var (_, _, errors) = Script.RunFile("/bin/bash", null, "-c", "\"$@\" | true", "bash", Repository.File("scripts", "launch-tuning-job.sh"), "--dry-run", "--image", "x", "--role", LocalSageMaker.Role,
            "--instance-type", "ml.m5.xlarge", "--output", "s3://bucket/o", "--channel", "train=s3://bucket/train/", "--objective", "validation:loss", "--range", "learning_rate", "--max-jobs", "2");
        errors.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("--range: found nothing, expected 1 to 30", "--max-jobs", "2")]
    [InlineData("--max-jobs: found nothing, expected a whole number from 1 to 750", "--range", "learning_rate")]
    [InlineData("--early-stopping: found \"Auto\", expected Off, for --strategy Hyperband", "--range", "learning_rate", "--max-jobs", "2", "--strategy", "Hyperband", "--early-stopping", "Auto")]
    [InlineData("--strategy: found \"Hyperband\", expected a hyperparameter epochs=N with it", "--range", "learning_rate", "--max-jobs", "2", "--strategy", "Hyperband")]
    [InlineData("--max-jobs: found \"751\", expected a whole number from 1 to 750", "--range", "learning_rate", "--max-jobs", "751")]
    [InlineData("--max-jobs: found \"5\", expected 4, for --strategy Grid: how many combinations the ranges have. Fix: leave it out",
        "--range", "optimizer=categorical:adam,sgd", "--range", "batch_size=categorical:16,32", "--strategy", "Grid", "--max-jobs", "5")]
    [InlineData("--range: found \"784 combinations\", expected at most 750, for --strategy Grid", "--strategy", "Grid",
        "--range", "batch_size=categorical:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28",
        "--range", "early_stopping_patience=categorical:1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22,23,24,25,26,27,28")]
    [InlineData("expected categorical ranges only", "--range", "learning_rate", "--strategy", "Grid")]
    [InlineData("--job-name: found \"a-name-of-more-than-thirty-two-characters\", expected at most 32", "--range", "learning_rate", "--max-jobs", "2", "--job-name", "a-name-of-more-than-thirty-two-characters")]
    public void OneMistake_IsTold(string expected, params string[] more)
    {
        var (exitCode, _, errors) = Run(["--objective", "validation:loss", .. more]);
        exitCode.ShouldBe(2);
        errors.ShouldContain(expected);
    }
}
