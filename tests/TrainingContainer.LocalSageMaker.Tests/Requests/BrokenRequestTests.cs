using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Tests.Requests;

/// <summary>A hundred broken requests, each with a clear error.</summary>
public sealed class BrokenRequestTests
{
    private const string Algorithm = "AlgorithmSpecification";
    private const string Channel = "InputDataConfig[0]";
    private const string Source = "InputDataConfig[0].DataSource.S3DataSource";

    /// <summary>Where it is broken, with what (null: the member is missing), where the error says it is, and what was expected.</summary>
    public static TheoryData<string, string?, string, string> Broken { get; } = new()
    {
        { "TrainingJobName", null, "TrainingJobName", "expected a string of 1 to 63 characters" },
        { "TrainingJobName", "\"\"", "TrainingJobName", "(0 characters)" },
        { "TrainingJobName", "7", "TrainingJobName", "put it in double quotes" },
        { "TrainingJobName", "\"a_b\"", "TrainingJobName", "write it like digits-2026-11-21" },
        { "TrainingJobName", "\"-a\"", "TrainingJobName", "matches [a-zA-Z0-9]" },
        { "TrainingJobName", "\"a-\"", "TrainingJobName", "matches [a-zA-Z0-9]" },
        { "TrainingJobName", $"\"{new string('a', 64)}\"", "TrainingJobName", "(64 characters)" },
        { "TrainingJobName", "null", "TrainingJobName", "found null" },
        { "TrainingJobNam", "\"a\"", "TrainingJobNam", "did you mean TrainingJobName" },
        { "Nonsense", "{}", "Nonsense", "remove it" },
        { "HyperParameters", "[]", "HyperParameters", "expected a JSON object" },
        { "HyperParameters.epochs", "3", "HyperParameters.epochs", "put it in double quotes" },
        { "HyperParameters.shuffle", "true", "HyperParameters.shuffle", "put it in double quotes" },
        { "HyperParameters.a", $"\"{new string('1', 2501)}\"", "HyperParameters.a", "at most 2500" },
        { "HyperParameters.a", "\"1\\n2\"", "HyperParameters.a", "a string on one line" },
        { $"HyperParameters.{new string('k', 257)}", "\"1\"", "HyperParameters, name", "at most 256" },
        { "HyperParameters", $"{{{string.Join(',', Enumerable.Range(0, 101).Select(i => $"\"a{i}\":\"1\""))}}}", "HyperParameters", "found 101 entries" },
        { Algorithm, null, Algorithm, "expected a JSON object" },
        { Algorithm, "\"image\"", Algorithm, "put the members between" },
        { $"{Algorithm}.TrainingImage", null, Algorithm, "neither TrainingImage nor AlgorithmName" },
        { $"{Algorithm}.AlgorithmName", "\"a\"", Algorithm, "remove AlgorithmName" },
        { $"{Algorithm}.TrainingImage", $"\"{new string('i', 256)}\"", $"{Algorithm}.TrainingImage", "at most 255" },
        { $"{Algorithm}.TrainingInputMode", null, $"{Algorithm}.TrainingInputMode", "Pipe or File or FastFile" },
        { $"{Algorithm}.TrainingInputMode", "\"file\"", $"{Algorithm}.TrainingInputMode", "did you mean File" },
        { $"{Algorithm}.TrainingInputMode", "1", $"{Algorithm}.TrainingInputMode", "put it in double quotes" },
        { $"{Algorithm}.MetricDefinitions", "{}", $"{Algorithm}.MetricDefinitions", "JSON array of at most 40 items" },
        { $"{Algorithm}.MetricDefinitions[0]", "{\"Name\":\"a\"}", $"{Algorithm}.MetricDefinitions[0].Regex", "found no such member" },
        { $"{Algorithm}.MetricDefinitions[0].Regex", "\"loss=(\"", $"{Algorithm}.MetricDefinitions[0].Regex", "expected a regular expression" },
        { $"{Algorithm}.MetricDefinitions[0].Regex", "\"loss=[0-9]+\"", $"{Algorithm}.MetricDefinitions[0].Regex", "one pair of parentheses" },
        { $"{Algorithm}.MetricDefinitions[0].Regex", $"\"({new string('a', 500)})\"", $"{Algorithm}.MetricDefinitions[0].Regex", "1 to 500" },
        { $"{Algorithm}.MetricDefinitions[0].Name", "\"\"", $"{Algorithm}.MetricDefinitions[0].Name", "1 to 255" },
        { $"{Algorithm}.MetricDefinitions[0].Unit", "\"s\"", $"{Algorithm}.MetricDefinitions[0].Unit", "AWS does not know" },
        { $"{Algorithm}.MetricDefinitions[1]", "{\"Name\":\"train:loss\",\"Regex\":\"(a)\"}", $"{Algorithm}.MetricDefinitions", "2 times" },
        { $"{Algorithm}.MetricDefinitions", $"[{string.Join(',', Enumerable.Range(0, 41).Select(i => $"{{\"Name\":\"m{i}\",\"Regex\":\"(a)\"}}"))}]", $"{Algorithm}.MetricDefinitions", "found 41 items" },
        { $"{Algorithm}.EnableSageMakerMetricsTimeSeries", "\"true\"", $"{Algorithm}.EnableSageMakerMetricsTimeSeries", "leave the double quotes out" },
        { $"{Algorithm}.ContainerEntrypoint", "\"python\"", $"{Algorithm}.ContainerEntrypoint", "between [ and ]" },
        { $"{Algorithm}.ContainerEntrypoint", "[]", $"{Algorithm}.ContainerEntrypoint", "found 0 items" },
        { $"{Algorithm}.ContainerArguments", "[1]", $"{Algorithm}.ContainerArguments[0]", "put it in double quotes" },
        { $"{Algorithm}.ContainerArguments", $"[\"{new string('a', 257)}\"]", $"{Algorithm}.ContainerArguments[0]", "at most 256" },
        { $"{Algorithm}.TrainingImages", "\"a\"", $"{Algorithm}.TrainingImages", "did you mean TrainingImage" },
        { "RoleArn", null, "RoleArn", "20 to 2048" },
        { "RoleArn", "\"arn:aws:iam::1:role/T\"", "RoleArn", "write it like arn:aws:iam" },
        { "RoleArn", "\"Training\"", "RoleArn", "(8 characters)" },
        { "RoleArn", "\"arn:aws:iam::111122223333:user/Somebody\"", "RoleArn", "write it like arn:aws:iam" },
        { "InputDataConfig", "{}", "InputDataConfig", "between [ and ]" },
        { "InputDataConfig", "[]", "InputDataConfig", "1 to 20 items" },
        { $"{Channel}.ChannelName", null, $"{Channel}.ChannelName", "found no such member" },
        { $"{Channel}.ChannelName", "\"a b\"", $"{Channel}.ChannelName", "write it like train" },
        { $"{Channel}.ChannelName", "\"../x\"", $"{Channel}.ChannelName", "write it like train" },
        { $"{Channel}.ChannelName", "\"test\"", "InputDataConfig", "\"test\" 2 times" },
        { $"{Channel}.ChannelName", $"\"{new string('c', 65)}\"", $"{Channel}.ChannelName", "1 to 64" },
        { $"{Channel}.DataSource", null, $"{Channel}.DataSource", "found no such member" },
        { $"{Channel}.DataSource", "{}", $"{Channel}.DataSource", "found no S3DataSource" },
        { $"{Channel}.DataSource", "{\"FileSystemDataSource\":{}}", $"{Channel}.DataSource", "no other source" },
        { $"{Channel}.DataSource", "{\"S3\":{}}", $"{Channel}.DataSource.S3", "AWS does not know" },
        { $"{Source}.S3DataType", null, $"{Source}.S3DataType", "found no such member" },
        { $"{Source}.S3DataType", "\"Prefix\"", $"{Source}.S3DataType", "expected ManifestFile or S3Prefix" },
        { $"{Source}.S3DataType", "\"Converse\"", $"{Source}.S3DataType", "expected ManifestFile, S3Prefix" },
        { $"{Source}.S3DataType", "\"AugmentedManifestFile\"", $"{Source}.S3DataType", "expected Pipe mode" },
        { $"{Source}.AttributeNames", "[\"a\"]", $"{Source}.AttributeNames", "expected none" },
        { $"{Source}.AttributeNames", "[\"\"]", $"{Source}.AttributeNames[0]", "1 to 256" },
        { $"{Source}.S3Uri", null, $"{Source}.S3Uri", "found no such member" },
        { $"{Source}.S3Uri", "\"data/train\"", $"{Source}.S3Uri", "write it like s3://bucket/folder/" },
        { $"{Source}.S3Uri", "\"https://example.com/x\"", $"{Source}.S3Uri", "expected s3://BUCKET" },
        { $"{Source}.S3Uri", "\"s3://data/../../etc\"", $"{Source}.S3Uri", "\"..\" parts" },
        { $"{Source}.S3Uri", "\"s3://../etc/passwd\"", $"{Source}.S3Uri", "expected s3://BUCKET" },
        { $"{Source}.S3Uri", $"\"s3://data/{new string('k', 1024)}\"", $"{Source}.S3Uri", "at most 1024" },
        { $"{Source}.S3DataDistributionType", "\"Sharded\"", $"{Source}.S3DataDistributionType", "FullyReplicated or ShardedByS3Key" },
        { $"{Source}.InstanceGroupNames", "[\"gpu\"]", $"{Source}.InstanceGroupNames", "expected a group of ResourceConfig.InstanceGroups" },
        { $"{Channel}.ContentType", $"\"{new string('t', 257)}\"", $"{Channel}.ContentType", "at most 256" },
        { $"{Channel}.CompressionType", "\"GZIP\"", $"{Channel}.CompressionType", "did you mean Gzip" },
        { $"{Channel}.RecordWrapperType", "\"TFRecord\"", $"{Channel}.RecordWrapperType", "None or RecordIO" },
        { $"{Channel}.InputMode", "\"Stream\"", $"{Channel}.InputMode", "Pipe or File or FastFile" },
        { $"{Channel}.ShuffleConfig", "{}", $"{Channel}.ShuffleConfig.Seed", "found no such member" },
        { $"{Channel}.ShuffleConfig", "{\"Seed\":1.5}", $"{Channel}.ShuffleConfig.Seed", "expected an integer" },
        { "OutputDataConfig", null, "OutputDataConfig", "found no such member" },
        { "OutputDataConfig.S3OutputPath", null, "OutputDataConfig.S3OutputPath", "found no such member" },
        { "OutputDataConfig.S3OutputPath", "\"/tmp/out\"", "OutputDataConfig.S3OutputPath", "write it like s3://" },
        { "OutputDataConfig.CompressionType", "\"ZIP\"", "OutputDataConfig.CompressionType", "GZIP or NONE" },
        { "OutputDataConfig.KmsKeyId", "\"a b\"", "OutputDataConfig.KmsKeyId", "matches" },
        { "ResourceConfig", null, "ResourceConfig", "found no such member" },
        { "ResourceConfig.InstanceType", null, "ResourceConfig.InstanceType", "or InstanceGroups" },
        { "ResourceConfig.InstanceType", "\"ml.m5.xlarg\"", "ResourceConfig.InstanceType", "did you mean ml.m5.xlarge" },
        { "ResourceConfig.InstanceType", "\"m5.xlarge\"", "ResourceConfig.InstanceType", "expected one of 145 words" },
        { "ResourceConfig.InstanceCount", "0", "ResourceConfig.InstanceCount", "expected at least 1" },
        { "ResourceConfig.InstanceCount", "\"1\"", "ResourceConfig.InstanceCount", "leave the double quotes out" },
        { "ResourceConfig.VolumeSizeInGB", "-1", "ResourceConfig.VolumeSizeInGB", "an integer of at least 0" },
        { "ResourceConfig.InstanceGroups", "[{\"InstanceGroupName\":\"a\",\"InstanceType\":\"ml.m5.large\",\"InstanceCount\":1}]", "ResourceConfig.InstanceType", "one of the two" },
        { "ResourceConfig", "{\"InstanceGroups\":[{\"InstanceGroupName\":\"a\",\"InstanceType\":\"ml.m5.large\",\"InstanceCount\":0}]}", "ResourceConfig.InstanceGroups", "at least 1" },
        { "VpcConfig", "{\"Subnets\":[\"subnet-1\"]}", "VpcConfig.SecurityGroupIds", "found no such member" },
        { "StoppingCondition.MaxRuntimeInSeconds", "0", "StoppingCondition.MaxRuntimeInSeconds", "at least 1" },
        { "StoppingCondition.MaxRuntimeInSeconds", "2419201", "StoppingCondition.MaxRuntimeInSeconds", "28 days" },
        { "StoppingCondition.MaxWaitTimeInSeconds", "60", "StoppingCondition.MaxWaitTimeInSeconds", "set it to at least 3600" },
        { "StoppingCondition.MaxWaitTimeInSeconds", null, "StoppingCondition.MaxWaitTimeInSeconds", "since EnableManagedSpotTraining is true" },
        { "EnableManagedSpotTraining", "false", "StoppingCondition.MaxWaitTimeInSeconds", "without EnableManagedSpotTraining" },
        { "EnableManagedSpotTraining", "\"yes\"", "EnableManagedSpotTraining", "true or false" },
        { "CheckpointConfig.S3Uri", null, "CheckpointConfig.S3Uri", "found no such member" },
        { "CheckpointConfig.LocalPath", "\"checkpoints\"", "CheckpointConfig.LocalPath", "expected an absolute path" },
        { "Environment", "{\"1A\":\"x\"}", "Environment, name \"1A\"", "write it like LOG_LEVEL" },
        { "Environment", $"{{\"A\":\"{new string('x', 513)}\"}}", "Environment.A", "at most 512" },
        { "RetryStrategy", "{\"MaximumRetryAttempts\":31}", "RetryStrategy.MaximumRetryAttempts", "from 1 to 30" },
        { "RetryStrategy", "{}", "RetryStrategy.MaximumRetryAttempts", "found no such member" },
        { "Tags[1]", "{\"Key\":\"team\",\"Value\":\"b\"}", "Tags", "\"team\" 2 times" },
        { "Tags[0].Key", "\"a#b\"", "Tags[0].Key", "matches" },
        { "Tags", $"[{string.Join(',', Enumerable.Range(0, 51).Select(i => $"{{\"Key\":\"k{i}\",\"Value\":\"\"}}"))}]", "Tags", "found 51 items" },
    };

    [Fact]
    public void Broken_HasAHundredRequests() => Broken.Count.ShouldBeGreaterThanOrEqualTo(100);

    [Theory]
    [MemberData(nameof(Broken))]
    public void Read_BrokenInOnePlace_NamesItAndWhatIsExpected(string path, string? json, string where, string what)
    {
        var refused = Should.Throw<JobInputException>(() => TrainingJobRequest.Read(new SampleRequest().With(path, json).Json, new RequestFindings()));

        refused.Mistakes.ShouldContain(mistake => mistake.Where.StartsWith(where) && mistake.ToString().Contains(what), refused.Message);
        refused.Mistakes.Count.ShouldBeLessThanOrEqualTo(2, refused.Message);
        refused.Mistakes.ShouldAllBe(mistake => mistake.ToString().Length < 400);
    }

    [Fact]
    public void Read_SeveralMistakes_NamesThemAll()
    {
        var request = new SampleRequest().With("TrainingJobName", "\"a b\"").With("RoleArn", null).With("ResourceConfig.InstanceCount", "\"1\"").With($"{Channel}.InputMode", "\"pipe\"");

        Should.Throw<JobInputException>(() => TrainingJobRequest.Read(request.Json, new RequestFindings())).Mistakes
            .Select(mistake => mistake.Where).ShouldBe(["TrainingJobName", "InputDataConfig[0].InputMode", "ResourceConfig.InstanceCount", "RoleArn"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{\"a\":1,\"a\":2}")]
    [InlineData("")]
    public void Parse_Malformed_SaysWhere(string text) =>
        Should.Throw<JobInputException>(() => RequestJson.Parse(text, "file a.json")).Mistakes.Single().ToString().ShouldStartWith("file a.json: found malformed JSON");

    [Fact]
    public void Read_ARequestOfAnotherKind_Refuses() =>
        Should.Throw<JobInputException>(() => TrainingJobRequest.Read(JsonSerializer.SerializeToElement(1), new RequestFindings())).Mistakes.Single().Where.ShouldBe("request");
}
