using System.Text.Json.Nodes;
using TrainingContainer.S3.Tests.Server;

namespace EndToEnd;

/// <summary>local-sagemaker and the program as they are built, with everything in moto's S3.</summary>
public sealed class LocalSageMakerEndpointTests(MotoServer server) : IClassFixture<MotoServer>, IDisposable
{
    private const string Secret = "endpoint-test-secret-key";

    private readonly LocalSageMaker _service = new();
    private readonly HttpClient _client = new() { DefaultRequestHeaders = { { "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request" } } };

    public static bool IsMissing => MotoServer.IsMissing;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _service.Dispose();
        _client.Dispose();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task SpotJob_WithAPipeAndAFileChannel_GoesOnFromItsCheckpointsInS3_AndLeavesItsModelThere()
    {
        var bucket = await BucketOfDigits();
        var request = LocalSageMaker.Spot(Moved(LocalSageMaker.Digits("endpoint", ("epochs", "2000"), ("checkpoint_interval", "50ba"), ("threads", "1")), bucket));
        request["InputDataConfig"]![0]!["InputMode"] = "Pipe";
        request["CheckpointConfig"]!["S3Uri"] = $"s3://{bucket}/checkpoints/";

        Create(request, "--spot-interruptions", "wait=0s").ExitCode.ShouldBe(0);
        _service.WaitForLog("endpoint", line => line.Contains(" INF checkpoint checkpoint-"));
        _service.Run("interrupt-training-job", "--training-job-name", "endpoint").ShouldBe((0, "", ""));
        _service.Run("wait", "training-job-completed-or-stopped", "--training-job-name", "endpoint").ExitCode.ShouldBe(0);

        var job = _service.Describe("endpoint");
        job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Completed");
        job.GetProperty("ModelArtifacts").GetProperty("S3ModelArtifacts").GetString().ShouldBe($"s3://{bucket}/jobs/endpoint/output/model.tar.gz");
        (await Get($"{bucket}/jobs/endpoint/output/model.tar.gz")).Length.ShouldBeGreaterThan(10_000);
        (await Get($"{bucket}/jobs/endpoint/output/output.tar.gz")).Length.ShouldBeGreaterThan(100);
        System.Text.Encoding.UTF8.GetString(await Get($"{bucket}?list-type=2&prefix=checkpoints/")).ShouldContain("checkpoints/checkpoint-rank0-");
        LocalSageMaker.Statuses(job).ShouldBe(["Starting", "Downloading", "Training", "Interrupted", "Starting", "Downloading", "Training", "Uploading", "Completed"]);
        (await File.ReadAllTextAsync(Path.Combine(_service.JobFolder("endpoint"), "runner.log"), Stop)).ShouldBeEmpty();
        _service.Logs("endpoint").ShouldContain("resuming from checkpoint");
        foreach (var file in Directory.GetFiles(_service.Home, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, Stop)).ShouldNotContain(Secret, Case.Sensitive, file);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task TuningJob_LeavesTheModelOfEachOfItsJobsInS3()
    {
        var bucket = await BucketOfDigits();
        var request = LocalSageMaker.DigitsTuning("endpoint-tuning", 4, ("epochs", "3"), ("threads", "1"));
        Moved(request["TrainingJobDefinition"]!.AsObject(), bucket);

        var (code, _, errors) = Create(request, "--wait");

        code.ShouldBe(0, errors);
        var jobs = _service.TrainingJobsOf("endpoint-tuning");
        jobs.Length.ShouldBe(4);
        foreach (var job in jobs)
        {
            job.GetProperty("TrainingJobStatus").GetString().ShouldBe("Completed");
            (await Get($"{bucket}/jobs/{job.GetProperty("TrainingJobName").GetString()}/output/model.tar.gz")).Length.ShouldBeGreaterThan(1_000);
        }
        _service.DescribeTuning("endpoint-tuning").GetProperty("BestTrainingJob").GetProperty("FinalHyperParameterTuningJobObjectiveMetric").GetProperty("Value").GetSingle().ShouldBeInRange(0.1f, 1);
        foreach (var file in Directory.GetFiles(_service.Home, "*", SearchOption.AllDirectories))
            (await File.ReadAllTextAsync(file, Stop)).ShouldNotContain(Secret, Case.Sensitive, file);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = MotoServer.SkipReason)]
    public async Task ObjectThatIsNotThere_AndABucketThatIsNot_FailTheJobWithTheirReason()
    {
        var bucket = await Bucket();
        Create(Moved(LocalSageMaker.Digits("nothing"), bucket), "--wait").ExitCode.ShouldBe(254);
        _service.Describe("nothing").GetProperty("FailureReason").GetString().ShouldBe($"ClientError: Data download failed: channel train: no objects under s3://{bucket}/digits/train/; expected at least one whose key begins so");

        Create(Moved(LocalSageMaker.Digits("nobody"), "nobody"), "--wait").ExitCode.ShouldBe(254);
        _service.Describe("nobody").GetProperty("FailureReason").GetString().ShouldNotBeNull()
            .ShouldStartWith($"ClientError: Results can't be written to s3://nobody/jobs/nobody/output: S3 at {server.Address}: s3://nobody/jobs/nobody/output/.write-check: found 404 NoSuchBucket");

        var noData = Moved(LocalSageMaker.Digits("no-data"), "nobody");
        noData["OutputDataConfig"]!["S3OutputPath"] = $"s3://{bucket}/jobs";
        Create(noData, "--wait").ExitCode.ShouldBe(254);
        _service.Describe("no-data").GetProperty("FailureReason").GetString().ShouldNotBeNull()
            .ShouldStartWith($"ClientError: Data download failed: channel train: S3 at {server.Address}: s3://nobody/digits/train/: found 404 NoSuchBucket");
    }

    [Fact]
    public async Task RunnerOfAJobInAFolder_LoadsNoSdk()
    {
        _service.Sample("digits").Create(LocalSageMaker.Digits("folder", ("epochs", "1000000"), ("threads", "1"))).ExitCode.ShouldBe(0);
        _service.WaitForLog("folder", line => line.Contains("epoch=1 ", StringComparison.Ordinal));
        var maps = await File.ReadAllTextAsync($"/proc/{await File.ReadAllTextAsync(Path.Combine(_service.JobFolder("folder"), "runner.pid"), Stop)}/maps", Stop);
        maps.ShouldContain("TrainingContainer.SageMaker.dll");
        maps.ShouldNotContain("AWSSDK");
        maps.ShouldNotContain("Polly");
    }

    [Fact]
    public void EndpointBesideAFolder_IsRefusedBeforeAnythingIsMade()
    {
        var (code, _, errors) = Create(LocalSageMaker.Digits("both"), "--s3-root", _service.S3());
        code.ShouldBe(252);
        errors.ShouldContain("--s3-endpoint: found --s3-root beside it, expected one of the two");
        Directory.Exists(_service.JobFolder("both")).ShouldBeFalse();
    }

    private (int ExitCode, string Output, string Errors) Create(JsonObject request, params string[] options) => _service.CreateAt(
        server.Address, MotoServer.Variables(server.Address).Where(pair => !pair.Key.StartsWith("AWS_ENDPOINT", StringComparison.Ordinal)).Append(KeyValuePair.Create("AWS_SECRET_ACCESS_KEY", Secret)), request, options);

    private static JsonObject Moved(JsonObject request, string bucket)
    {
        foreach (var channel in request["InputDataConfig"]!.AsArray())
            channel!["DataSource"]!["S3DataSource"]!["S3Uri"] = $"s3://{bucket}/digits/{channel["ChannelName"]}/";
        request["OutputDataConfig"]!["S3OutputPath"] = $"s3://{bucket}/jobs";
        return request;
    }

    private async Task<string> Bucket() => await server.NewBucket();

    private async Task<string> BucketOfDigits()
    {
        var bucket = await Bucket();
        foreach (var channel in (string[])["train", "validation"])
            await Put($"{bucket}/digits/{channel}/digits.csv", await File.ReadAllBytesAsync(Repository.File("tests", "SampleData", "digits", channel, "digits.csv"), Stop));
        return bucket;
    }

    private async Task Put(string path, byte[] bytes)
    {
        using var answer = await _client.PutAsync(new Uri(server.Address, path), new ByteArrayContent(bytes), Stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<byte[]> Get(string path) => await _client.GetByteArrayAsync(new Uri(server.Address, path), Stop);
}
