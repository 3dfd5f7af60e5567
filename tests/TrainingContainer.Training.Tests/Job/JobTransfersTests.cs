using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>What a job asks its storage for, and when.</summary>
public sealed class JobTransfersTests : IDisposable
{
    private static readonly (string, string)[] Small =
        [("epochs", "3"), ("batch_size", "16"), ("hidden_layers", "[8]"), ("threads", "1"), ("device", "cpu"), ("checkpoint_interval", "1ep"), ("checkpoints_to_keep", "2")];

    private readonly JobFolder _job = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => _job.Dispose();

    private static void Rows(S3Location source, string folder)
    {
        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "rows.csv"), JobFolder.TwoClasses(100));
    }

    private JobFolder InS3(params (string, string)[] hyperparameters)
    {
        _job.With([.. Small, .. hyperparameters]);
        File.WriteAllText(_job.Paths.InputDataConfigFile, """{"train":{"S3Uri":"s3://bucket/train/"},"validation":{"S3Uri":"s3://bucket/validation/"}}""");
        return _job;
    }

    private TrainingOutcome? Run(IJobStorage? storage, CancellationToken? stop = null) =>
        new TrainingJob(_job.Paths, TextWriter.Null, new Warnings(_warnings), TimeProvider.System) { Storage = storage }.Run(stop ?? TestContext.Current.CancellationToken);

    private ValidationReport Validate(IJobStorage storage, TimeProvider? time = null) =>
        new JobValidation(_job.Paths) { Storage = storage, Time = time ?? TimeProvider.System }.Run(TestContext.Current.CancellationToken);

    [Fact]
    public void Channels_AreBroughtBeforeTheyAreRead_AndResultsTakenAtTheEnd()
    {
        InS3(("output_s3_uri", "s3://bucket/out"), ("sagemaker_job_name", "digits-7"));
        var storage = new RecordedStorage { Bring = Rows };
        Run(storage)!.Epochs.ShouldBe(3);
        storage.Calls.ShouldBe([
            "write into s3://bucket/out for hyperparameter output_s3_uri",
            "prefix s3://bucket/train/ for channel train", "prefix s3://bucket/validation/ for channel validation",
            "upload model [model.json model.safetensors] to s3://bucket/out/digits-7/output/model.tar.gz",
            "upload data [evaluation.json goodput.json statistics.json] to s3://bucket/out/digits-7/output/output.tar.gz"]);
    }

    [Fact]
    public void ResultsWithoutABucket_AreToldBeforeTraining()
    {
        InS3(("output_s3_uri", "s3://no-such-bucket/out"));
        var storage = new RecordedStorage { Bring = Rows, Look = location => throw new JobInputException([new Mistake("hyperparameter output_s3_uri", $"{location}: found 404 NoSuchBucket", "correct it")]) };
        Should.Throw<JobInputException>(() => Run(storage)).Message.ShouldContain("found 404 NoSuchBucket");
        storage.Calls.ShouldBe(["write into s3://no-such-bucket/out for hyperparameter output_s3_uri"]);
    }

    [Fact]
    public void MistakesOfTheJob_AreToldBeforeAnythingIsBrought()
    {
        InS3(("epochs", "-1"));
        var storage = new RecordedStorage { Bring = Rows };
        Should.Throw<JobInputException>(() => Run(storage));
        storage.Calls.ShouldBeEmpty();
    }

    [Fact]
    public void Checkpoints_AreMirroredFromTheFirstOn_AndTheFolderIsMade()
    {
        InS3(("checkpoint_s3_uri", "s3://bucket/run"));
        var storage = new RecordedStorage { Bring = Rows };
        Run(storage);
        storage.MirroredFolder.ShouldBe(_job.Paths.Checkpoints);
        storage.Seen.Count(name => name.StartsWith("checkpoint-rank0-")).ShouldBeInRange(2, 3);
        storage.Seen.Where(name => !name.StartsWith('.')).ShouldAllBe(name => storage.IsMirrored(name));
        foreach (var other in new[] { "checkpoint-rank1-000001-step1.safetensors", "checkpoint-rank0-1-step1.safetensors", "model.safetensors", ".checkpoint-rank0-000001-step1.safetensors.sagemaker-ignore" })
            storage.IsMirrored(other).ShouldBeFalse(other);
        storage.Calls.TakeLast(2).ShouldBe(["mirror s3://bucket/run for hyperparameter checkpoint_s3_uri", "finish within 15 min"]);
    }

    [Fact]
    public void RestoredCheckpoints_AreVerifiedAndTheNewestWholeOneIsTaken()
    {
        InS3(("checkpoint_s3_uri", "s3://bucket/run"));
        Run(new RecordedStorage { Bring = Rows });
        var kept = Directory.CreateTempSubdirectory("kept-").FullName;
        foreach (var file in Directory.GetFiles(_job.Paths.Checkpoints, "checkpoint-*"))
            File.Move(file, Path.Combine(kept, Path.GetFileName(file)));
        var newest = Directory.GetFiles(kept).Order().Last();
        var bytes = File.ReadAllBytes(newest);
        bytes[^1] ^= 1;
        File.WriteAllBytes(newest, bytes);
        _warnings.Clear();
        Run(new RecordedStorage
        {
            Bring = Rows,
            Restore = folder =>
            {
                foreach (var file in Directory.GetFiles(kept))
                    File.Copy(file, Path.Combine(folder, Path.GetFileName(file)));
            },
        })!.Epochs.ShouldBe(3);
        _warnings.ShouldContain(line => line.StartsWith($"warning: checkpoint {Path.GetFileName(newest)} can't be used") && line.Contains("bytes were changed or lost"));
        _warnings.ShouldContain(line => line.StartsWith("resuming from checkpoint-rank0-"));
        Directory.Delete(kept, recursive: true);
    }

    [Fact]
    public void StoppedJob_WaitsForTheMirrorOnlyShortly_AndTakesItsResults()
    {
        InS3(("checkpoint_s3_uri", "s3://bucket/run"), ("output_s3_uri", "s3://bucket/out"), ("epochs", "100000"));
        var storage = new RecordedStorage { Bring = Rows };
        using var stop = new CancellationTokenSource();
        var job = new TrainingJob(_job.Paths, TextWriter.Null, new StopAtFirstStep(stop), TimeProvider.System) { Storage = storage };
        job.Run(stop.Token)!.Ending.ShouldBe(TrainingEnding.Stopped);
        storage.Calls.Skip(4).First().ShouldBe("finish within 1 min");
        storage.Calls.Skip(5).First().ShouldStartWith("upload model [model.json model.safetensors] to s3://bucket/out/output/model.tar.gz");
        storage.Seen.ShouldContain(name => name.StartsWith("checkpoint-rank0-"));
    }

    [Fact]
    public void FailedJob_FinishesTheMirror()
    {
        InS3(("checkpoint_s3_uri", "s3://bucket/run"), ("learning_rate", "10"), ("optimizer", "sgd"), ("task", "regression"), ("loss", "mse"), ("epochs", "50"));
        var storage = new RecordedStorage { Bring = (_, folder) =>
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "rows.csv"), "no rows");
        } };
        Should.Throw<Exception>(() => Run(storage));
        storage.Calls.Last().ShouldBe("finish within 1 min");
    }

    [Fact]
    public void OnSageMaker_NothingIsMoved_AndThatIsTold()
    {
        InS3(("checkpoint_s3_uri", "s3://bucket/run"), ("output_s3_uri", "s3://bucket/out"));
        Rows(null!, _job.Paths.Channel("train"));
        Rows(null!, _job.Paths.Channel("validation"));
        Run(null)!.Epochs.ShouldBe(3);
        _warnings.Where(line => line.Contains("no effect on SageMaker")).Select(line => line.Split(' ')[2].TrimEnd(':')).ShouldBe(["train", "validation", "checkpoint_s3_uri", "output_s3_uri"]);
        Directory.Exists(_job.Paths.Checkpoints).ShouldBeFalse();
    }

    [Fact]
    public void Code_IsUnpackedBeforeTheRequestIsRead_AndRemovedAtTheEnd()
    {
        InS3(("sagemaker_program", "Mine.dll"), ("sagemaker_submit_directory", "s3://bucket/code/sourcedir.tar.gz"));
        string? unpacked = null;
        var storage = new RecordedStorage { Bring = (_, file) => File.WriteAllBytes(unpacked = file, Archive.Of(Archive.File("./Mine.dll", "no assembly"u8.ToArray()), Archive.File("sub/Other.dll", [1]))) };
        var mistake = Should.Throw<JobInputException>(() => Run(storage)).Mistakes.ShouldHaveSingleItem();
        mistake.ToString().ShouldContain("Mine.dll");
        mistake.ToString().ShouldContain("found 11 bytes of something else, expected a .NET assembly");
        storage.Calls.ShouldBe(["object s3://bucket/code/sourcedir.tar.gz for hyperparameter sagemaker_submit_directory"]);
        Directory.Exists(Path.GetDirectoryName(unpacked)).ShouldBeFalse();
    }

    [Theory]
    [InlineData("../evil.dll", "leads out of the archive's folder")]
    [InlineData("/evil.dll", "leads out of the archive's folder")]
    public void HostileCode_IsRefused(string name, string expected)
    {
        InS3(("sagemaker_program", "Mine.dll"), ("sagemaker_submit_directory", "s3://bucket/code/sourcedir.tar.gz"));
        var storage = new RecordedStorage { Bring = (_, file) => File.WriteAllBytes(file, Archive.Of(Archive.File(name, [1]))) };
        Should.Throw<JobInputException>(() => Run(storage)).Message.ShouldContain(expected);
    }

    [Theory]
    [InlineData("s3://bucket/code")]
    [InlineData("s3://B/sourcedir.tar.gz")]
    public void CodeThatIsNoArchive_IsRefused(string folder)
    {
        InS3(("sagemaker_program", "Mine.dll"), ("sagemaker_submit_directory", folder));
        Should.Throw<JobInputException>(() => Run(new RecordedStorage())).Message.ShouldContain("expected s3://BUCKET/KEY.tar.gz");
    }

    [Fact]
    public void ChannelOfCode_IsBroughtBeforeTheRequestIsRead()
    {
        _job.With([.. Small, ("sagemaker_program", "Mine.dll")]);
        File.WriteAllText(_job.Paths.InputDataConfigFile, """{"train":{"S3Uri":"s3://bucket/train/"},"code":{"S3Uri":"s3://bucket/code/"}}""");
        var storage = new RecordedStorage { Bring = (source, folder) =>
        {
            Directory.CreateDirectory(folder);
            File.WriteAllText(Path.Combine(folder, "Mine.dll"), "no assembly");
        } };
        Should.Throw<JobInputException>(() => Run(storage)).Message.ShouldContain("found 11 bytes of something else");
        storage.Calls.ShouldBe(["prefix s3://bucket/code/ for channel code"]);
    }

    [Fact]
    public void Validation_BringsNoRows_AndSaysSo()
    {
        InS3();
        var storage = new RecordedStorage { Look = source => source.Key == "train/" ? new(2, 1_500) : new(1, 3_000_000) };
        var report = Validate(storage);
        report.Ok.ShouldBeTrue();
        report.Warnings.ShouldBe([
            "channel train was not read: train downloads it from s3://bucket/train/ (2 files, 0.002 MB)",
            "channel validation was not read: train downloads it from s3://bucket/validation/ (1 file, 3 MB)"]);
        storage.Calls.ShouldBe(["look at prefix s3://bucket/train/ for channel train", "look at prefix s3://bucket/validation/ for channel validation"]);
    }

    [Fact]
    public void Validation_TellsAllThatS3Refuses()
    {
        InS3(("checkpoint_s3_uri", "s3://other/run"), ("output_s3_uri", "s3://bucket/out"), ("epochs", "-1"));
        var storage = new RecordedStorage { Look = source => source.Key == "train/" ? new(1, 1) : throw new JobInputException([new Mistake($"what asks for {source}", "found none", "make it")]) };
        var report = Validate(storage);
        report.Mistakes.Select(mistake => mistake.Where).ShouldBe([
            "hyperparameter epochs", "what asks for s3://bucket/validation/", "what asks for s3://other/run", "what asks for s3://bucket/out"]);
        report.Warnings.ShouldContain("channel train was not read: train downloads it from s3://bucket/train/ (1 file, 0 MB)");
    }

    [Fact]
    public void Validation_WithoutAWayToS3_AsksOnce_AndFindsNothingWrong()
    {
        InS3(("output_s3_uri", "s3://bucket/out"));
        var storage = new RecordedStorage { Look = _ => throw new IOException("channel train: s3://bucket/train/: found Connection refused, expected a connection to S3") };
        var report = Validate(storage);
        report.Ok.ShouldBeTrue();
        report.Warnings.ShouldBe(["S3 was not asked for all that the job needs there: channel train: s3://bucket/train/: found Connection refused, expected a connection to S3"]);
        storage.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public void Validation_WaitsForS3_WithinItsTime()
    {
        InS3();
        var storage = new RecordedStorage { LookUntil = stop =>
        {
            stop.WaitHandle.WaitOne(TimeSpan.FromMinutes(1));
            stop.ThrowIfCancellationRequested();
        } };
        var report = Validate(storage, new ShortTime());
        report.Ok.ShouldBeTrue();
        report.Warnings.ShouldBe(["S3 was not asked for all that the job needs there: found no answer within 30 s"]);
    }

    [Fact]
    public void Validation_OnSageMaker_ExpectsTheChannelsHere()
    {
        InS3();
        var report = new JobValidation(_job.Paths).Run(TestContext.Current.CancellationToken);
        report.Warnings.ShouldContain("channel train: S3Uri has no effect on SageMaker, which brings the channel itself");
        report.Warnings.ShouldNotContain(warning => warning.Contains("downloads"));
        report.Mistakes.Select(mistake => mistake.Where).ShouldContain("channel train");
    }

    [Theory]
    [InlineData("checkpoint_s3_uri", "bucket/run")]
    [InlineData("output_s3_uri", "https://bucket/run")]
    public void LocationThatIsNone_IsAMistake(string name, string value)
    {
        InS3((name, value));
        Should.Throw<JobInputException>(() => Run(new RecordedStorage())).Message.ShouldContain($"hyperparameter {name}: found \"{value}\", expected s3://BUCKET/PREFIX");
    }

    /// <summary>The real time, but for waits, which are over when they begin; a FakeTimeProvider would have to be advanced for each.</summary>
    private sealed class ShortTime : TimeProvider
    {
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            base.CreateTimer(callback, state, dueTime < TimeSpan.Zero ? dueTime : TimeSpan.Zero, period);
    }

    private sealed class Warnings(List<string> lines) : TrainingObserver
    {
        public override void Notice(string message) => lines.Add(message);

        public override void Warning(string message) => lines.Add($"warning: {message}");
    }

    private sealed class StopAtFirstStep(CancellationTokenSource stop) : TrainingObserver
    {
        public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss) => stop.Cancel();
    }
}
