using System.Runtime.InteropServices;
using System.Text;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training.Tests;

/// <summary>What happens to checkpoints while a job runs, and what damaged ones do to the next.</summary>
public sealed class CheckpointingTests
{
    [Fact]
    public void DamagedNewest_IsToldAndTheOneBeforeIsTaken()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        var (newest, before) = (Names(job)[0], Names(job)[1]);
        Damage(newest);
        job.Run();
        job.Notes.ShouldContain(note => note.StartsWith($"warning: checkpoint {Path.GetFileName(newest)} can't be used", StringComparison.Ordinal) && note.Contains("checksum"));
        job.Notes.ShouldContain(note => note.StartsWith($"resuming from {Path.GetFileName(before)}", StringComparison.Ordinal));
        File.Exists(newest).ShouldBeTrue("a damaged file is nobody's to delete");
    }

    [Theory]
    [InlineData("unknown metric")]
    [InlineData("fewer columns")]
    [InlineData("fewer epochs")]
    [InlineData("another best epoch")]
    public void MetadataThatContradictsTheHistory_IsAMistakeOfTheUser(string change)
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        Rewrite(Names(job)[0], metadata => change switch
        {
            "unknown metric" => metadata with { History = ["foreign", .. metadata.History.Skip(1)] },
            "fewer columns" => metadata with { History = [.. metadata.History.Skip(1)] },
            // of 10 steps each
            "fewer epochs" => metadata with { Position = new(1, 0, 10, 0, 0) },
            _ => metadata with { BestEpoch = 3 - metadata.BestEpoch },
        });
        Should.Throw<JobInputException>(() => job.Run()).Message.ShouldContain($"checkpoint {Path.GetFileName(Names(job)[0])}");
    }

    [Fact]
    public void CheckpointOfAnotherModelsCode_IsAMistakeOfTheUser()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        Rewrite(Names(job)[0], metadata => metadata with { CustomModel = "Mine of Mine.dll (SHA-256 12)" });
        Should.Throw<JobInputException>(() => job.Run()).Mistakes.ShouldHaveSingleItem().What
            .ShouldBe("found a built-in one, the checkpoint was trained with Mine of Mine.dll (SHA-256 12)");
    }

    [Fact]
    public void CheckpointOfAVersionWithFewerMetrics_IsResumedToTheSameModel()
    {
        using var whole = new ResumableJob();
        whole.Run();
        using var job = new ResumableJob();
        job.Run(stopAfter: 15);
        Rewrite(Names(job)[0], metadata => metadata, without: "validation:f1");
        job.Run(stopAfter: 10);
        job.Notes.ShouldContain("validation:f1: not measured by the version of this program that wrote the checkpoint; the best of these is counted from epoch 2 on");
        // its own checkpoint has them all
        job.Run()!.Ending.ShouldBe(TrainingEnding.Finished);
        job.Notes.Count(note => note.Contains("not measured by")).ShouldBe(1);
        static byte[] Weights(ResumableJob job) => File.ReadAllBytes(Path.Combine(job.Folder.Paths.Model, ModelArtifact.WeightsFile));
        Weights(job).ShouldBe(Weights(whole));
    }

    [Theory]
    [InlineData("value")]
    [InlineData("name")]
    [InlineData("class")]
    [InlineData("processor")]
    [InlineData("tensor")]
    public void WhatIsQuotedFromACheckpoint_CannotForgeALineOfTheLog(string place)
    {
        const string Metric = "epoch=9 step=9 validation:accuracy=1";
        const string Forged = $"\n{Metric}";
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        var newest = Names(job)[0];
        Rewrite(newest, metadata => place switch
        {
            "value" => metadata with { Settings = new Dictionary<string, string>(metadata.Settings) { ["seed"] = Forged } },
            "name" => metadata with { Settings = new Dictionary<string, string>(metadata.Settings) { [Forged] = "1" } },
            "class" => metadata with { Data = metadata.Data with { Classes = [Forged, "2"] } },
            "processor" => metadata with { Versions = new Dictionary<string, string> { ["cpu"] = Forged } },
            _ => metadata,
        });
        if (place == "tensor")
            File.WriteAllBytes(newest, [0x40, 0, 0, 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(("{\"" + Forged.Replace("\n", "\\n", StringComparison.Ordinal) + "\":{\"dtype\":\"no\"}}").PadRight(0x40))]);
        var failure = "";
        try
        {
            job.Run();
        }
        catch (JobInputException exception)
        {
            failure = exception.Message;
        }
        var told = job.Notes.Append(failure).ToList();
        told.ShouldContain(text => text.Contains(Metric));
        told.ShouldAllBe(text => !text.Contains(Forged));
    }

    /// <summary>With a right checksum, as somebody else could make one: this program writes none.</summary>
    [Theory]
    [InlineData("model.")]
    [InlineData("best.")]
    public void WeightsThatAreNoNumbers_AreRefused(string prefix)
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        var newest = Names(job)[0];
        Rewrite(newest, metadata => metadata, spoiled: prefix);
        var message = Should.Throw<JobInputException>(() => job.Run()).Message;
        message.ShouldContain($"tensor {prefix}");
        message.ShouldContain(": found NaN or infinity, expected finite numbers");
        message.ShouldContain(Path.GetFileName(newest));
    }

    [Fact]
    public void NoneLeft_StartsAfreshLoudly()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        var count = Names(job).Length;
        foreach (var name in Names(job))
            File.WriteAllText(name, "");
        job.Run()!.Steps.ShouldBe(40);
        job.Notes.ShouldContain(note => note.StartsWith($"warning: NONE of the {count} checkpoints", StringComparison.Ordinal));
        foreach (var name in Names(job))
            Damage(name);
        Should.Throw<JobInputException>(() => job.Run(changes: ("resume", "require")));
    }

    [Fact]
    public void AsManyAsAskedFor_AreKept()
    {
        using var job = new ResumableJob(("checkpoint_interval", "2ba"), ("checkpoints_to_keep", "2"), ("objective_metric", "train:loss"));
        job.Run();
        Names(job).Length.ShouldBe(2);
    }

    [Fact]
    public void CheckpointsOfAnotherJob_StayWhereTheyAre()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25, changes: ("sagemaker_job_name", "\"first\""));
        var before = Names(job);
        job.Run(changes: [("sagemaker_job_name", "\"second\""), ("checkpoint_interval", "2ba")]);
        Names(job).ShouldBeSubsetOf([.. Names(job), .. before]);
        before.ShouldAllBe(name => File.Exists(name));
    }

    [Fact]
    public void CheckpointThatIsBeingUploaded_IsNotDeletedUntilItIs()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 5);
        var first = Names(job).ShouldHaveSingleItem();
        File.WriteAllText($"{first}.sagemaker-uploading", "");
        job.Run();
        File.Exists(first).ShouldBeTrue();
        File.WriteAllText($"{first}.sagemaker-uploaded", "");
        job.Run(changes: ("epochs", "6"));
        File.Exists(first).ShouldBeFalse();
    }

    [Theory]
    [InlineData(nameof(FaultPoint.Writing), "No space left on device")]
    [InlineData(nameof(FaultPoint.BeforeSync), "No space left on device")]
    [InlineData(nameof(FaultPoint.BeforeRename), "Read-only file system")]
    public void DiskThatTakesNothing_IsWarnedOfAndTrainingGoesOn(string point, string reason)
    {
        using var job = new ResumableJob();
        using (new FaultScope((reached, path, _) =>
        {
            if (reached.ToString() == point && path.Contains("checkpoint-", StringComparison.Ordinal))
                throw new IOException(reason);
        }))
        {
            job.Run()!.Ending.ShouldBe(TrainingEnding.Finished);
        }
        job.Notes.ShouldContain(note => note.StartsWith($"warning: a checkpoint could not be written: {reason}", StringComparison.Ordinal));
        Directory.GetFiles(job.Checkpoints, "*safetensors*").ShouldBeEmpty("nothing half-written stays");
    }

    [Fact]
    public void OneFailure_DoesNotEndCheckpointing()
    {
        using var job = new ResumableJob();
        var failures = 0;
        using (new FaultScope((point, path, _) =>
        {
            if (point == FaultPoint.BeforeRename && path.Contains("checkpoint-", StringComparison.Ordinal) && failures++ == 0)
                throw new IOException("a moment of weakness");
        }))
        {
            job.Run();
        }
        failures.ShouldBeGreaterThan(1);
        Names(job).ShouldNotBeEmpty();
    }

    [Fact]
    public void DiskThatHangsAtAStop_DoesNotKeepTheModelFromBeingSaved()
    {
        using var job = new ResumableJob();
        using var released = new ManualResetEventSlim();
        Environment.SetEnvironmentVariable(StopDeadline.LimitVariable, "1");
        try
        {
            using (new FaultScope((point, path, _) =>
            {
                if (point == FaultPoint.Writing && path.Contains("checkpoint-", StringComparison.Ordinal))
                    released.Wait();
            }))
            {
                // the checkpoint of step 7 is under way
                job.Run(stopAfter: 12)!.Ending.ShouldBe(TrainingEnding.Stopped);
            }
            job.Notes.Where(note => note.Contains("still being written")).ShouldHaveSingleItem().ShouldBe(
                $"warning: a checkpoint is still being written after 0.3 s of waiting: the disk of {job.Checkpoints} is too slow or hangs; the model is saved without a last checkpoint");
            job.Notes.ShouldContain(note => note.StartsWith("model saved in", StringComparison.Ordinal));
            Names(job).ShouldBeEmpty();
        }
        finally
        {
            Environment.SetEnvironmentVariable(StopDeadline.LimitVariable, null);
            released.Set();
        }
        SpinWait.SpinUntil(() => Names(job).Length == 1, TimeSpan.FromSeconds(60)).ShouldBeTrue("what was copied is written whole");
        job.Run();
        job.Notes.ShouldContain(note => note.StartsWith("resuming from", StringComparison.Ordinal) && note.Contains("step 7 "));
    }

    [Fact]
    public void ClockThatJumpsBack_ChangesNothing()
    {
        using var whole = new ResumableJob();
        whole.Run();
        using var job = new ResumableJob { Time = new ClockGoingBack() };
        job.Run(stopAfter: 25);
        job.Run(stopAfter: 4);
        job.Notes.Last(note => note.StartsWith("resuming from", StringComparison.Ordinal)).ShouldContain("step 25 ");
        job.Run();
        job.Notes.Last(note => note.StartsWith("resuming from", StringComparison.Ordinal)).ShouldContain("step 29 ");
        job.Result().ShouldBe(whole.Result());
    }

    [Fact]
    public void Goodput_CountsAllAttempts()
    {
        using var job = new ResumableJob();
        job.Run(stopAfter: 25);
        job.Run();
        using var goodput = System.Text.Json.JsonDocument.Parse(File.ReadAllText(Path.Combine(job.Folder.Paths.OutputData, GoodputFile.Name)));
        goodput.RootElement.GetProperty("attempts").GetInt32().ShouldBe(2);
        goodput.RootElement.GetProperty("steps").GetInt64().ShouldBe(40);
        goodput.RootElement.GetProperty("redone_steps").GetInt64().ShouldBe(0);
        goodput.RootElement.GetProperty("seconds").GetProperty("training").GetDouble().ShouldBeGreaterThan(0);
        job.Notes.Count(note => note.StartsWith("goodput ", StringComparison.Ordinal)).ShouldBe(2);
        job.Notes.Last().ShouldContain("2 attempts, 0 steps");
    }

    [Fact]
    public void LeftoversOfAKilledRun_AreRemoved()
    {
        using var job = new ResumableJob();
        var leftover = Path.Combine(job.Checkpoints, ".checkpoint-rank0-000009-step5.safetensors.sagemaker-ignore");
        File.WriteAllText(leftover, "half");
        job.Run();
        File.Exists(leftover).ShouldBeFalse();
    }

    [Fact]
    public void FolderThatIsAFile_FailsAtTheStart()
    {
        using var job = new ResumableJob();
        Directory.Delete(job.Checkpoints);
        File.WriteAllText(job.Checkpoints, "");
        job.Folder.With();
        File.WriteAllText(job.Folder.Paths.CheckpointConfigFile, $$"""{"LocalPath":"{{job.Checkpoints}}"}""");
        Should.Throw<IOException>(() => job.Run());
        job.Lines.ShouldBeEmpty();
    }

    /// <summary>Newest first.</summary>
    private static string[] Names(ResumableJob job) => [.. Directory.GetFiles(job.Checkpoints, "checkpoint-*.safetensors").OrderDescending(StringComparer.Ordinal)];

    /// <summary>The same tensors with other metadata, and a checksum that is right.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="change">Of its metadata.</param>
    /// <param name="without">A metric that is taken out of its history.</param>
    /// <param name="spoiled">The first number of each tensor whose name begins so becomes NaN; null for none.</param>
    private static void Rewrite(string path, Func<CheckpointMetadata, CheckpointMetadata> change, string? without = null, string? spoiled = null)
    {
        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>();
        CheckpointMetadata metadata;
        using (var reader = CheckpointFile.Open(path, out metadata))
        {
            foreach (var entry in reader.Tensors)
            {
                var tensor = zeros([.. entry.Shape], dtype: entry.Type);
                reader.Read(entry, tensor);
                if (without is not null && entry.Name == "history")
                {
                    var count = metadata.History.Count;
                    var values = MemoryMarshal.Cast<byte, double>(tensor.bytes).ToArray().Where((_, at) => metadata.History[at % count] != without).ToArray();
                    tensor = zeros(entry.Shape[0], values.Length / entry.Shape[0], dtype: entry.Type);
                    values.CopyTo(MemoryMarshal.Cast<byte, double>(tensor.bytes));
                }
                if (spoiled is not null && entry.Type == ScalarType.Float32 && entry.Name.StartsWith(spoiled, StringComparison.Ordinal))
                    tensor.view(-1)[0] = float.NaN;
                tensors.Add((entry.Name, tensor));
            }
        }
        using var buffer = new StateBuffer(tensors);
        buffer.Copy();
        metadata = change(metadata);
        metadata = metadata with { History = [.. metadata.History.Where(name => name != without)] };
        CheckpointFile.Write(path, metadata, buffer.Regions);
    }

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        if (bytes.Length > 0)
            bytes[^20] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    /// <summary>Every look at the wall clock shows an hour less; timestamps are the real ones, which a FakeTimeProvider's are not.</summary>
    private sealed class ClockGoingBack : TimeProvider
    {
        private int _looks;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddHours(-++_looks);
    }
}
