using System.Text.Json.Nodes;
using TrainingContainer.Training;

namespace EndToEnd;

/// <summary>What describe prints goes into complete requests as it is.</summary>
public sealed class DescribeTests
{
    private const string Role = "arn:aws:iam::123456789012:role/training";
    private const string Image = "123456789012.dkr.ecr.us-east-1.amazonaws.com/training-container:0.1.0";

    private static JsonNode Describe(params string[] options)
    {
        using var job = new Job();
        var (exitCode, lines, errors) = job.Run(["describe", .. options]);
        exitCode.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        return JsonNode.Parse(string.Join('\n', lines))!;
    }

    private static JsonObject CreateAlgorithm() => new()
    {
        ["AlgorithmName"] = "training-container",
        ["TrainingSpecification"] = Describe("--image", Image),
    };

    private static JsonObject CreateTrainingJob() => new()
    {
        ["TrainingJobName"] = "digits-1",
        ["RoleArn"] = Role,
        ["AlgorithmSpecification"] = new JsonObject
        {
            ["TrainingImage"] = Image,
            ["TrainingInputMode"] = "File",
            ["MetricDefinitions"] = Describe("--metric-definitions"),
        },
        ["InputDataConfig"] = new JsonArray(Channel("train"), Channel("validation")),
        ["OutputDataConfig"] = new JsonObject { ["S3OutputPath"] = "s3://bucket/output" },
        ["ResourceConfig"] = Resources(),
        ["StoppingCondition"] = new JsonObject { ["MaxRuntimeInSeconds"] = 3600 },
    };

    private static JsonObject CreateTuningJob(params string[] tuned)
    {
        var job = CreateTrainingJob();
        JsonNode Part(string name) => job[name]!.DeepClone();
        return new()
        {
            ["HyperParameterTuningJobName"] = "digits-tuning",
            ["HyperParameterTuningJobConfig"] = new JsonObject
            {
                ["Strategy"] = "Bayesian",
                ["HyperParameterTuningJobObjective"] = new JsonObject { ["Type"] = "Maximize", ["MetricName"] = "validation:accuracy:best" },
                ["ResourceLimits"] = new JsonObject { ["MaxNumberOfTrainingJobs"] = 20, ["MaxParallelTrainingJobs"] = 2 },
                ["ParameterRanges"] = Describe(["--tuning-ranges", .. tuned]),
            },
            ["TrainingJobDefinition"] = new JsonObject
            {
                ["StaticHyperParameters"] = new JsonObject { ["epochs"] = "20" },
                ["AlgorithmSpecification"] = Part("AlgorithmSpecification"),
                ["RoleArn"] = Role,
                ["InputDataConfig"] = Part("InputDataConfig"),
                ["OutputDataConfig"] = Part("OutputDataConfig"),
                ["ResourceConfig"] = Part("ResourceConfig"),
                ["StoppingCondition"] = Part("StoppingCondition"),
            },
        };
    }

    private static JsonObject Channel(string name) => new()
    {
        ["ChannelName"] = name,
        ["ContentType"] = "text/csv",
        ["DataSource"] = new JsonObject
        {
            ["S3DataSource"] = new JsonObject { ["S3DataType"] = "S3Prefix", ["S3Uri"] = $"s3://bucket/{name}/", ["S3DataDistributionType"] = "FullyReplicated" },
        },
    };

    private static JsonObject Resources() => new() { ["InstanceType"] = "ml.g5.xlarge", ["InstanceCount"] = 1, ["VolumeSizeInGB"] = 30 };

    private static void Accepted(string operation, JsonObject request)
    {
        if (AwsCli.IsMissing)
            Assert.Skip("the AWS command line is not installed (scripts/setup.sh --tests installs it)");
        var (exitCode, output) = AwsCli.Check(operation, request);
        exitCode.ShouldBe(0, output);
    }

    [Fact]
    public void CreateAlgorithm_TakesTheSpecification() => Accepted("create-algorithm", CreateAlgorithm());

    [Fact]
    public void CreateTrainingJob_TakesTheMetricDefinitions() => Accepted("create-training-job", CreateTrainingJob());

    [Fact]
    public void CreateTuningJob_TakesTheDefaultRanges() => Accepted("create-hyper-parameter-tuning-job", CreateTuningJob());

    [Fact]
    public void CreateTuningJob_TakesChosenRanges() => Accepted("create-hyper-parameter-tuning-job", CreateTuningJob("lr,optimizer,epochs"));

    [Fact]
    public void Checks_AreRealOnes()
    {
        if (AwsCli.IsMissing)
            Assert.Skip("the AWS command line is not installed (scripts/setup.sh --tests installs it)");
        var request = CreateAlgorithm();
        request["TrainingSpecification"]!["SupportedHyperParameters"]![0]!["IsTunable"] = "yes";
        request["TrainingSpecification"]!.AsObject().Remove("TrainingChannels");
        var (exitCode, output) = AwsCli.Check("create-algorithm", request);
        exitCode.ShouldNotBe(0);
        output.ShouldContain("TrainingChannels");
        output.ShouldContain("IsTunable");
    }

    [Fact]
    public void Image_IsAPlaceholderUntilGiven()
    {
        Describe()["TrainingImage"]!.GetValue<string>().ShouldBe("ACCOUNT.dkr.ecr.REGION.amazonaws.com/training-container:TAG");
        Describe("--image", Image)["TrainingImage"]!.GetValue<string>().ShouldBe(Image);
    }

    [Fact]
    public void TuningRanges_AreTheNamedOnes()
    {
        var ranges = Describe("--tuning-ranges", "learning_rate, batch_size");
        ranges["ContinuousParameterRanges"]!.AsArray().ShouldHaveSingleItem()!["ScalingType"]!.GetValue<string>().ShouldBe("Logarithmic");
        ranges["IntegerParameterRanges"]!.AsArray().ShouldHaveSingleItem()!["Name"]!.GetValue<string>().ShouldBe("batch_size");
        ranges["CategoricalParameterRanges"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public void Hyperparameters_AreTheReadmesTable()
    {
        using var job = new Job();
        var (exitCode, lines, _) = job.Run("describe", "--hyperparameters");
        exitCode.ShouldBe(0);
        (string.Join('\n', lines) + "\n").ShouldBe(TrainingHyperparameters.Catalog.ToMarkdown());
    }

    [Theory]
    [InlineData("found \"describe --metrics\", expected describe [--image URI | --metric-definitions | --tuning-ranges [NAME,...] | --hyperparameters]", "--metrics")]
    [InlineData("found the image \"a b\"", "--image", "a b")]
    [InlineData("did you mean dropout?", "--tuning-ranges", "drpout")]
    [InlineData("no tuning job may search over", "--tuning-ranges", "seed")]
    [InlineData("found 0, expected 1 to 30", "--tuning-ranges", ",")]
    public void WhatMakesNoSense_IsExplainedWithExitCode2(string says, params string[] options)
    {
        using var job = new Job();
        var (exitCode, lines, errors) = job.Run(["describe", .. options]);
        exitCode.ShouldBe(2);
        lines.ShouldBeEmpty();
        errors.ShouldContain(says);
        errors.ShouldContain("Fix: ");
    }
}
