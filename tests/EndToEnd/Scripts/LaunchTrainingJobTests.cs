using System.Text.Json;
using System.Text.Json.Nodes;

namespace EndToEnd.Scripts;

/// <summary>scripts/launch-training-job.sh: from flags to a request that the API takes.</summary>
public sealed class LaunchTrainingJobTests
{
    /// <summary>What every request needs.</summary>
    internal static readonly string[] Required =
    [
        "--image", "123456789012.dkr.ecr.us-east-1.amazonaws.com/training-container:0.1.0", "--role", "arn:aws:iam::123456789012:role/training",
        "--instance-type", "ml.m5.xlarge", "--output", "s3://bucket/output", "--channel", "train=s3://bucket/train/",
    ];

    private const string Name = "launch-training-job.sh";

    private static JsonNode Request(params string[] more)
    {
        var (exitCode, output, errors) = Script.Run(Name, [.. Required, "--dry-run", .. more]);
        exitCode.ShouldBe(0, errors);
        if (!RequestModel.IsMissing)
            RequestModel.Check("CreateTrainingJob", JsonDocument.Parse(output).RootElement).ShouldBeEmpty();
        return JsonNode.Parse(output)!;
    }

    [Fact]
    public void LeastRequest_HasWhatTheProgramDeclares()
    {
        var request = Request("epochs=20", "hidden_layers=[64,32]");
        request["TrainingJobName"]!.GetValue<string>().ShouldMatch("^training-container-[0-9]{6}-[0-9]{6}$");
        request["HyperParameters"]!.ToJsonString().ShouldBe("""{"epochs":"20","hidden_layers":"[64,32]"}""");
        request["StoppingCondition"]!.ToJsonString().ShouldBe("""{"MaxRuntimeInSeconds":86400}""");
        request["OutputDataConfig"]!["S3OutputPath"]!.GetValue<string>().ShouldBe("s3://bucket/output/");
        request["CheckpointConfig"].ShouldBeNull();
        using var job = new Job();
        var declared = JsonNode.Parse(string.Join('\n', job.Run("describe", "--metric-definitions").Lines));
        JsonNode.DeepEquals(request["AlgorithmSpecification"]!["MetricDefinitions"], declared).ShouldBeTrue();
    }

    [Fact]
    public void EveryFlag_IsInTheRequest()
    {
        var request = Request("--job-name", "digits-7", "--channel", "validation=s3://bucket/validation", "--channel=model=s3://bucket/model.tar.gz",
            "--content-type", "train=text/csv", "--content-type", "validation=text/libsvm",
            "--mode", "train=pipe", "--distribution", "train=ShardedByS3Key", "--shuffle-seed", "train=7", "--compression", "train=Gzip", "--record-wrapper", "train=RecordIO",
            "--mode", "validation=FastFile", "--data-type", "train=AugmentedManifestFile", "--attributes", "train=image,label",
            "--spot", "--max-run", "90m", "--max-wait", "3h", "--checkpoints", "s3://bucket/checkpoints/run-1", "--retries", "3", "--volume-gb", "100",
            "--env", "A=b=c", "--tag", "team=vision", "--subnet", "subnet-1", "--subnet", "subnet-2", "--security-group", "sg-1", "--network-isolation", "task=regression");
        request["TrainingJobName"]!.GetValue<string>().ShouldBe("digits-7");
        request["InputDataConfig"]![0]!.ToJsonString().ShouldBe(
            """{"ChannelName":"train","DataSource":{"S3DataSource":{"S3DataType":"AugmentedManifestFile","S3Uri":"s3://bucket/train/","S3DataDistributionType":"ShardedByS3Key","AttributeNames":["image","label"]}}"""
            + ""","InputMode":"Pipe","ContentType":"text/csv","CompressionType":"Gzip","RecordWrapperType":"RecordIO","ShuffleConfig":{"Seed":7}}""");
        request["InputDataConfig"]![1]!.ToJsonString().ShouldContain("\"InputMode\":\"FastFile\",\"ContentType\":\"text/libsvm\"");
        request["InputDataConfig"]![2]!["ContentType"]!.GetValue<string>().ShouldBe("application/x-sagemaker-model");
        request["EnableManagedSpotTraining"]!.GetValue<bool>().ShouldBeTrue();
        request["StoppingCondition"]!.ToJsonString().ShouldBe("""{"MaxRuntimeInSeconds":5400,"MaxWaitTimeInSeconds":10800}""");
        request["CheckpointConfig"]!.ToJsonString().ShouldBe("""{"S3Uri":"s3://bucket/checkpoints/run-1/"}""");
        request["RetryStrategy"]!["MaximumRetryAttempts"]!.GetValue<int>().ShouldBe(3);
        request["ResourceConfig"]!["VolumeSizeInGB"]!.GetValue<int>().ShouldBe(100);
        request["Environment"]!.ToJsonString().ShouldBe("""{"A":"b=c"}""");
        request["Tags"]!.ToJsonString().ShouldBe("""[{"Key":"team","Value":"vision"}]""");
        request["VpcConfig"]!.ToJsonString().ShouldBe("""{"SecurityGroupIds":["sg-1"],"Subnets":["subnet-1","subnet-2"]}""");
        request["EnableNetworkIsolation"]!.GetValue<bool>().ShouldBeTrue();
    }

    [Fact]
    public void Spot_GetsAFolderForCheckpointsOfItsOwn()
    {
        var request = Request("--spot", "--job-name", "digits-7", "--max-run", "1h");
        request["CheckpointConfig"]!["S3Uri"]!.GetValue<string>().ShouldBe("s3://bucket/output/digits-7/checkpoints/");
        request["StoppingCondition"]!["MaxWaitTimeInSeconds"]!.GetValue<int>().ShouldBe(7200);
    }

    [Fact]
    public void ModelOfOnesOwn_MayHaveOtherHyperparameters() =>
        Request("--channel", "code=s3://bucket/code", "sagemaker_program=ResidualMlp.dll", "blocks=3")["HyperParameters"]!["blocks"]!.GetValue<string>().ShouldBe("3");

    [Fact]
    public void DescriptionFromAFile_NeedsNoProgram()
    {
        using var job = new Job();
        var file = job.PathOf("description.json");
        File.WriteAllText(file, string.Join('\n', job.Run("describe").Lines));
        Request("--description", file)["AlgorithmSpecification"]!["MetricDefinitions"]!.AsArray().Count.ShouldBeGreaterThan(10);
    }

    [Theory]
    [InlineData("{}", "KeyError('SupportedHyperParameters')")]
    [InlineData("[1]", "AttributeError")]
    [InlineData("oops", "JSONDecodeError")]
    public void DescriptionThatIsNone_IsTold(string content, string says)
    {
        using var job = new Job();
        File.WriteAllText(job.PathOf("description.json"), content);
        var (exitCode, _, errors) = Script.Run(Name, [.. Required, "--dry-run", "--description", job.PathOf("description.json")]);
        exitCode.ShouldBe(1);
        errors.ShouldContain(says);
        errors.ShouldContain("Fix: give it what `training-container describe` prints");
    }

    [Fact]
    public void DescriptionFromTheImage_IsAskedWithoutNetwork()
    {
        using var stubs = new Stubs().Add("docker", $"exec '{Repository.Program}' describe");
        var (exitCode, _, errors) = Script.Run(Name, stubs, [.. Required, "--description", "image", "--dry-run"]);
        exitCode.ShouldBe(0, errors);
        stubs.Calls.ShouldBe([$"docker run --rm --network none {Required[1]} describe"]);
    }

    [Fact]
    public void Mistakes_AreAllToldAndNothingIsCreated()
    {
        using var stubs = new Stubs().Add("aws");
        var (exitCode, output, errors) = Script.Run(Name, stubs, "--channel", "trian=bucket/train", "--content-type", "text/cvs", "--mode", "trian=Stream", "--mode", "test=File",
            "--instance-type", "m5.xlarge", "--instance-count", "2", "--max-run", "soon", "--max-wait", "1h", "--subnet", "subnet-1", "--rolle=x", "--env", "1A=b",
            "epochs=0", "learning_rat=0.1", "model=mpl", "dropout", "--poll");
        exitCode.ShouldBe(2);
        output.ShouldBeEmpty();
        stubs.Calls.ShouldBeEmpty();
        foreach (var expected in new[]
        {
            "- command line: found \"--rolle=x\", expected a flag of --help or NAME=VALUE. Fix: did you mean --role?",
            "- hyperparameter: found \"dropout\", expected NAME=VALUE",
            "- hyperparameter epochs: found \"0\", expected a whole number from 1 to 1000000",
            "- hyperparameter learning_rat: found \"0.1\", expected no hyperparameter of this name. Fix: did you mean learning_rate?",
            "- hyperparameter model: found \"mpl\", expected one of mlp, cnn",
            "- --channel: found \"trian\", expected train=s3://BUCKET/PREFIX",
            "- --channel: found \"trian\", expected one of train, validation, test,", ", code. Fix: did you mean train?",
            "- --channel trian: found \"bucket/train\", expected s3://BUCKET/PREFIX",
            "- --mode of channel trian: found \"Stream\", expected one of File, FastFile",
            "- --mode: found \"test=File\", expected one of the channels trian",
            "- --instance-type: found \"m5.xlarge\", expected an instance type such as ml.m5.xlarge",
            "- --instance-count: found \"2\", expected 1: the program trains on one instance",
            "- --max-run: found \"soon\", expected a time such as 3600, 90m, 24h or 2d",
            "- --max-wait: found \"1h\", expected --spot with it",
            "- --subnet and --security-group: found \"subnet-1\", expected both, or none",
            "- --env: found \"1A=b\"",
            "- --poll: found nothing, expected a value",
            "- --image: found nothing", "- --role: found nothing", "- --output: found nothing",
        })
            errors.ShouldContain(expected);
        errors.ShouldStartWith("launch-training-job.sh: 20 mistakes; --help tells the flags:");
    }

    [Theory]
    [InlineData("--content-type of channel train: found \"text/cvs\", expected one of text/csv", "--content-type", "text/cvs")]
    [InlineData("--max-wait: found \"3600 seconds\", expected at least --max-run, 7200 seconds", "--spot", "--max-run", "2h", "--max-wait", "1h")]
    [InlineData("--compression of channel train: found \"Gzip\", expected Pipe mode", "--compression", "Gzip")]
    [InlineData("--attributes of channel train: found nothing, expected names", "--data-type", "AugmentedManifestFile", "--mode", "Pipe")]
    [InlineData("--mode of channel train: found \"File\", expected Pipe for", "--data-type", "AugmentedManifestFile", "--attributes", "a,b")]
    [InlineData("--job-name: found \"a_b\", expected at most 63 letters", "--job-name", "a_b")]
    [InlineData("--shuffle-seed of channel train: found \"x\"", "--shuffle-seed", "x")]
    [InlineData("hyperparameter epochs: found \"1 and 2\", expected the name once", "epochs=1", "epochs=2")]
    [InlineData("--role: found \"arn:aws:iam::123456789012:role/training and x\", expected the flag once", "--role", "x")]
    [InlineData("--spot: found \"yes\", expected no value", "--spot=yes")]
    public void OneMistake_IsTold(string expected, params string[] more)
    {
        var (exitCode, _, errors) = Script.Run(Name, [.. Required, "--dry-run", .. more]);
        exitCode.ShouldBe(2);
        errors.ShouldContain(expected);
    }

    [Fact]
    public void WithoutAwsCli_SaysWhatToDo()
    {
        using var stubs = new Stubs();
        // a path with python3 and the program's needs, and without aws
        foreach (var program in new[] { "bash", "env", "dirname" })
            File.CreateSymbolicLink(Path.Combine(stubs.Folder, program), $"/usr/bin/{program}");
        var (exitCode, _, errors) = Script.RunFile("/usr/bin/env", stubs, [$"PATH={stubs.Folder}", Repository.File("scripts", Name), .. Required]);
        exitCode.ShouldBe(1);
        errors.ShouldContain("there is no aws here. Fix: install the AWS CLI");
    }
}
