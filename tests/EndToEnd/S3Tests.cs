using System.Diagnostics;
using System.Text.RegularExpressions;
using TrainingContainer.S3.Tests.Server;

namespace EndToEnd;

/// <summary>The built program outside of SageMaker, with everything of a job in S3 (moto's).</summary>
public sealed class S3Tests(MotoServer server, ExampleModel example) : IClassFixture<MotoServer>, IClassFixture<ExampleModel>
{
    private const string Skip = MotoServer.SkipReason;

    private static readonly (string, string)[] Long =
        [("hidden_layers", "[64]"), ("dropout", "0.2"), ("epochs", "500"), ("threads", "1"), ("checkpoint_interval", "400ba")];

    // moto wants to be asked by somebody, and asks for no proof
    private static readonly HttpClient Client = new() { DefaultRequestHeaders = { { "Authorization", "AWS4-HMAC-SHA256 Credential=test/20260101/eu-central-1/s3/aws4_request" } } };

    public static bool IsMissing => MotoServer.IsMissing;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task KilledJob_GoesOnFromTheMirrorOnAnEmptyDisk_AndEndsWithTheSameBytes()
    {
        var bucket = await DigitsInS3();
        using var whole = Job(server.Address, bucket, [.. Long, ("checkpoint_s3_uri", $"s3://{bucket}/run-a/")]);
        Succeed(whole);

        await using var proxy = new FaultProxy(server.Address);
        using var job = Job(proxy.Address, bucket, [.. Long, ("checkpoint_s3_uri", $"s3://{bucket}/run-b/"), ("output_s3_uri", $"s3://{bucket}/out"), ("sagemaker_job_name", "digits-7")]);
        using (var process = job.Start())
        {
            // one checkpoint is in S3, and another on the way
            proxy.Choose = (line, _) =>
            {
                if (line.StartsWith($"PUT /{bucket}/run-b/checkpoint-") && proxy.Requests.Count(request => request.StartsWith($"PUT /{bucket}/run-b/checkpoint-")) == 2)
                    process.Kill();
                return Fault.None;
            };
            _ = process.StandardOutput.ReadToEndAsync(Stop);
            _ = process.StandardError.ReadToEndAsync(Stop);
            await process.WaitForExitAsync(Stop);
            process.ExitCode.ShouldBe(137);
        }
        proxy.Choose = (_, _) => Fault.None;
        (await Keys(bucket, "run-b/checkpoint-")).Length.ShouldBeGreaterThanOrEqualTo(1);
        await Put(bucket, "run-b/checkpoint-rank0-999999-step9.safetensors", [1, 2, 3]);
        foreach (var folder in new[] { "input/data", "checkpoints", "model", "output" })
            Directory.Delete(job.PathOf(folder), recursive: true);

        var lines = Succeed(job);
        lines.ShouldContain(line => line.Contains("WRN checkpoint checkpoint-rank0-999999-step9.safetensors can't be used, the one before it is tried"));
        lines.ShouldContain(line => Regex.IsMatch(line, "INF resuming from checkpoint-rank0-0000[0-9]{2}-"));
        File.ReadAllBytes(job.PathOf("model", "model.safetensors")).ShouldBe(File.ReadAllBytes(whole.PathOf("model", "model.safetensors")));
        File.ReadAllText(job.PathOf("output", "data", "evaluation.json")).ShouldBe(File.ReadAllText(whole.PathOf("output", "data", "evaluation.json")));
        // what is in S3 in the end is what is in the folder, old ones deleted in both
        (await Keys(bucket, "run-b/")).ShouldBe(Directory.GetFiles(job.PathOf("checkpoints")).Select(file => $"run-b/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));
        (await Keys(bucket, "out/")).ShouldBe(["out/digits-7/output/model.tar.gz", "out/digits-7/output/output.tar.gz"]);
        var archive = job.PathOf("model.tar.gz");
        await File.WriteAllBytesAsync(archive, await Client.GetByteArrayAsync(new Uri(server.Address, $"{bucket}/out/digits-7/output/model.tar.gz"), Stop), Stop);
        using var tar = Process.Start(new ProcessStartInfo("tar", ["-tzf", archive]) { RedirectStandardOutput = true })!;
        (await tar.StandardOutput.ReadToEndAsync(Stop)).Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(["model.json", "model.safetensors"]);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task FaultyNetwork_ChangesNoBit()
    {
        var bucket = await DigitsInS3();
        using var local = new Job().Sample("digits");
        local.Hyperparameters([.. Long, ("epochs", "150")]);
        Succeed(local);
        await using var proxy = new FaultProxy(server.Address);
        var count = 0;
        proxy.Choose = (_, _) => (Interlocked.Increment(ref count) % 5) switch
        {
            1 => Fault.Refuse(503, "SlowDown"),
            3 => new Fault(FaultKind.Reset),
            _ => Fault.None,
        };
        using var job = Job(proxy.Address, bucket, [.. Long, ("epochs", "150"), ("checkpoint_s3_uri", $"s3://{bucket}/run/")]);
        Succeed(job).ShouldNotContain(line => line.Contains("are not all in"));
        File.ReadAllBytes(job.PathOf("model", "model.safetensors")).ShouldBe(File.ReadAllBytes(local.PathOf("model", "model.safetensors")));
        (await Keys(bucket, "run/")).ShouldBe(Directory.GetFiles(job.PathOf("checkpoints")).Select(file => $"run/{Path.GetFileName(file)}").Order(StringComparer.Ordinal));
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task MirrorThatIsRefused_StopsNoTraining()
    {
        var bucket = await DigitsInS3();
        await using var proxy = new FaultProxy(server.Address);
        proxy.Choose = (line, _) => line.StartsWith("PUT") ? Fault.Refuse(403, "AccessDenied") : Fault.None;
        using var job = Job(proxy.Address, bucket, [.. Long, ("epochs", "150"), ("checkpoint_s3_uri", $"s3://{bucket}/run/")]);
        var lines = Succeed(job);
        lines.Count(line => line.Contains("WRN") && line.Contains("could not be mirrored: hyperparameter checkpoint_s3_uri:")).ShouldBe(1);
        lines.Count(line => line.Contains($"are not all in s3://{bucket}/run/")).ShouldBe(1);
        File.Exists(job.PathOf("model", "model.json")).ShouldBeTrue();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task CodeInS3_IsFetchedAndTrained()
    {
        var bucket = await DigitsInS3();
        var folder = Directory.CreateTempSubdirectory("code-").FullName;
        File.Copy(example.Path, Path.Combine(folder, "ResidualMlp.dll"));
        using (var tar = Process.Start("tar", ["-czf", Path.Combine(folder, "sourcedir.tar.gz"), "-C", folder, "ResidualMlp.dll"]))
            await tar.WaitForExitAsync(Stop);
        await Put(bucket, "code/sourcedir.tar.gz", await File.ReadAllBytesAsync(Path.Combine(folder, "sourcedir.tar.gz"), Stop));
        Directory.Delete(folder, recursive: true);
        using var job = Job(server.Address, bucket,
            [("sagemaker_program", "ResidualMlp.dll"), ("sagemaker_submit_directory", $"s3://{bucket}/code/sourcedir.tar.gz"), ("epochs", "2"), ("threads", "1"), ("blocks", "2")]);
        Succeed(job).ShouldContain(line => line.Contains("model: residual-mlp (ResidualMlp.dll)"));
    }

    [Theory(SkipWhen = nameof(IsMissing), Skip = Skip)]
    [InlineData("s3://no-such-bucket/x/", "found 404 NoSuchBucket")]
    [InlineData("s3://{0}/nothing/", "found no object whose key begins so")]
    public async Task ChannelThatIsNotThere_FailsWithItsName(string uri, string expected)
    {
        var bucket = await DigitsInS3();
        using var job = Job(server.Address, bucket, []);
        job.Config("inputdataconfig.json", $$$"""{"train":{"S3Uri":"{{{string.Format(System.Globalization.CultureInfo.InvariantCulture, uri, bucket)}}}"}}""");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldStartWith("channel train: s3://");
        job.Failure.ShouldContain(expected);
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task Validate_AsksS3_AndTellsEveryMistake()
    {
        using var job = Job(server.Address, await DigitsInS3(), [("checkpoint_s3_uri", "s3://no-such-bucket/run/"), ("epochs", "0")]);
        var (exitCode, lines, _) = job.Run("validate");
        exitCode.ShouldBe(1, ProgramLog.Excerpt(lines));
        lines.ShouldContain(line => line.Contains("channel train was not read: train downloads it from s3://") && line.EndsWith("/digits/train/ (1 file, 0.176 MB)"));
        lines.ShouldContain("2 mistakes:");
        lines.ShouldContain(line => line.StartsWith("- hyperparameter epochs: found "));
        lines.ShouldContain(line => line.StartsWith("- hyperparameter checkpoint_s3_uri: s3://no-such-bucket/run/: found 404 NoSuchBucket"));
        Directory.Exists(job.PathOf("input", "data")).ShouldBeFalse();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task NoCredentials_AreTold()
    {
        using var job = Job(server.Address, await DigitsInS3(), []).Variable("AWS_ACCESS_KEY_ID", "").Variable("AWS_SECRET_ACCESS_KEY", "");
        job.Run("train").ExitCode.ShouldBe(1);
        job.Failure.ShouldContain("found none: neither environment variables nor a web identity, a profile or the machine's role give any, expected credentials");
        job.Failure.ShouldContain("Fix: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task SigtermDuringADownloadThatHangs_EndsSoonWithoutModel()
    {
        var bucket = await DigitsInS3();
        await using var proxy = new FaultProxy(server.Address);
        using var job = Job(proxy.Address, bucket, []);
        using var process = job.Start();
        proxy.Choose = (line, _) =>
        {
            if (!line.Contains("/train/digits.csv"))
                return Fault.None;
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            return new Fault(FaultKind.Hang);
        };
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        var start = Stopwatch.GetTimestamp();
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(0, await output);
        Stopwatch.GetElapsedTime(start).ShouldBeLessThan(TimeSpan.FromSeconds(20));
        (await output).ShouldContain("stopped (SIGTERM) before the first step of this run: it leaves no model");
        Directory.EnumerateFiles(job.PathOf("input", "data"), "*train*", SearchOption.AllDirectories).ShouldBeEmpty();
    }

    /// <summary>The exit code was 0, and the advice a smaller batch_size.</summary>
    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task SigtermWhileTheUploadOfResultsHangs_FailsWithThatReason()
    {
        var bucket = await DigitsInS3();
        await using var proxy = new FaultProxy(server.Address);
        using var job = Job(proxy.Address, bucket, [("epochs", "1"), ("threads", "1"), ("output_s3_uri", $"s3://{bucket}/out")]);
        job.Variable("TRAINING_CONTAINER_STOP_SECONDS", "2");
        using var process = job.Start();
        proxy.Choose = (line, _) =>
        {
            if (!line.StartsWith("PUT ", StringComparison.Ordinal) || !line.Contains("/output/model.tar.gz"))
                return Fault.None;
            using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
            return new Fault(FaultKind.Hang);
        };
        var output = process.StandardOutput.ReadToEndAsync(Stop);
        await process.WaitForExitAsync(Stop);
        process.ExitCode.ShouldBe(1, await output);
        job.Failure.ShouldStartWith($"stopped (SIGTERM), and the results of {job.PathOf("model")} and ");
        job.Failure.ShouldContain($"were not all uploaded to s3://{bucket}/out within 2 s");
        job.Failure.ShouldNotContain("batch_size");
        File.Exists(job.PathOf("model", "model.safetensors")).ShouldBeTrue();
    }

    [Fact(SkipWhen = nameof(IsMissing), Skip = Skip)]
    public async Task ResultsThatMayNotBeWritten_AreToldBeforeTraining()
    {
        var bucket = await DigitsInS3();
        await using var proxy = new FaultProxy(server.Address);
        proxy.Choose = (line, _) => line.StartsWith($"PUT /{bucket}/out/", StringComparison.Ordinal)
            ? Fault.Refuse(403, "AccessDenied") : Fault.None;
        using var job = Job(proxy.Address, bucket, [("output_s3_uri", $"s3://{bucket}/out")]);
        var (exitCode, lines, errors) = job.Run();
        exitCode.ShouldBe(1, ProgramLog.Excerpt(lines, errors));
        job.Failure.ShouldContain("hyperparameter output_s3_uri");
        job.Failure.ShouldContain("AccessDenied");
        lines.ShouldNotContain(line => line.StartsWith("epoch=", StringComparison.Ordinal));
    }

    [Fact]
    public void OnSageMaker_NothingIsMoved()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "2"), ("threads", "1"), ("checkpoint_s3_uri", "s3://bucket/run/"));
        foreach (var (name, value) in MotoServer.Variables(new Uri("http://127.0.0.1:9/")))
            job.Variable(name, value);
        job.Variable("TRAINING_JOB_ARN", "arn:aws:sagemaker:eu-central-1:123456789012:training-job/digits-7");
        Succeed(job).ShouldContain(line => line.Contains("WRN hyperparameter checkpoint_s3_uri has no effect on SageMaker"));
        Directory.Exists(job.PathOf("checkpoints")).ShouldBeFalse();
    }

    [Fact]
    public async Task JobWithoutS3_LoadsNoSdk()
    {
        using var job = new Job().Sample("digits");
        job.Hyperparameters(("epochs", "1000000"), ("threads", "1"));
        using var process = job.Start();
        while (await process.StandardOutput.ReadLineAsync(Stop) is { } line && !line.StartsWith("epoch=1 ", StringComparison.Ordinal))
        {
            // until it trains
        }
        var maps = await File.ReadAllTextAsync($"/proc/{process.Id}/maps", Stop);
        process.Kill();
        maps.ShouldContain("TrainingContainer.Training.dll");
        maps.ShouldNotContain("AWSSDK");
        maps.ShouldNotContain("Polly");
    }

    private async Task<string> DigitsInS3()
    {
        var bucket = await server.NewBucket();
        foreach (var channel in new[] { "train", "validation", "test" })
            await Put(bucket, $"digits/{channel}/digits.csv", await File.ReadAllBytesAsync(Repository.File("tests", "SampleData", "digits", channel, "digits.csv"), Stop));
        return bucket;
    }

    private static Job Job(Uri address, string bucket, (string, string)[] hyperparameters)
    {
        var job = new Job();
        job.Hyperparameters(hyperparameters);
        job.Config("inputdataconfig.json", $$$"""
            {"train":{"ContentType":"text/csv","TrainingInputMode":"File","S3Uri":"s3://{{{bucket}}}/digits/train/"},
             "validation":{"S3Uri":"s3://{{{bucket}}}/digits/validation/"},"test":{"S3Uri":"s3://{{{bucket}}}/digits/test/"}}
            """);
        foreach (var (name, value) in MotoServer.Variables(address))
            job.Variable(name, value);
        return job;
    }

    private static string[] Succeed(Job job)
    {
        var (exitCode, lines, errors) = job.Run("train");
        exitCode.ShouldBe(0, ProgramLog.Excerpt(lines.TakeLast(20), errors));
        foreach (var line in lines)
            line.ShouldNotContain("test-secret-key");
        return lines;
    }

    private async Task Put(string bucket, string key, byte[] bytes)
    {
        using var content = new ByteArrayContent(bytes);
        using var answer = await Client.PutAsync(new Uri(server.Address, $"{bucket}/{key}"), content, Stop);
        answer.EnsureSuccessStatusCode();
    }

    private async Task<string[]> Keys(string bucket, string prefix)
    {
        var list = await Client.GetStringAsync(new Uri(server.Address, $"{bucket}?list-type=2&prefix={prefix}"), Stop);
        return [.. Regex.Matches(list, "<Key>([^<]*)</Key>").Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal)];
    }
}
