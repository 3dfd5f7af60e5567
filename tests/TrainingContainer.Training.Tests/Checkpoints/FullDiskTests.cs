using System.Diagnostics;

namespace TrainingContainer.Training.Tests;

/// <summary>Checkpoints on a disk that is full.</summary>
public sealed class FullDiskTests
{
    private const int NoSpace = 28;

    // a checkpoint at each stop, and none between
    private static readonly (string, string)[] Settings = [("checkpoints_to_keep", "2"), ("checkpoint_interval", "1000000ba"), ("objective_metric", "train:loss"), ("hidden_layers", "[600]")];

    [Fact]
    public void DiskForAsManyAsAreKept_TakesEachNewOneAfterTheOldestIsDeleted()
    {
        using var whole = new ResumableJob(Settings);
        whole.Run();
        using var job = new ResumableJob(Settings);
        using (DiskFor(job, checkpoints: 2))
            RunInParts(job);
        Names(job).Select(StepOf).ShouldBe([36, 40]);
        var warnings = Warnings(job);
        warnings.Count.ShouldBe(3);
        warnings[0].ShouldBe($"warning: the disk of {job.Checkpoints} is full: checkpoint-rank0-000001-step9.safetensors was deleted first, so that checkpoint-rank0-000003-step27.safetensors had room; "
            + "give the job a larger VolumeSizeInGB, or fewer checkpoints_to_keep");
        job.Notes.Count(note => note.StartsWith("resuming from", StringComparison.Ordinal)).ShouldBe(4);
        job.Result().ShouldBe(whole.Result());
    }

    [Fact]
    public void DiskForOne_KeepsIt()
    {
        using var job = new ResumableJob(Settings);
        using (DiskFor(job, checkpoints: 1))
        {
            job.Run(stopAfter: 9);
            job.Run(stopAfter: 9);
            job.Run();
        }
        Names(job).Select(StepOf).ShouldBe([9]);
        Warnings(job).ShouldAllBe(note => note == "warning: a checkpoint could not be written: No space left on device. Training goes on without it; the next one is tried as scheduled");
        Warnings(job).Count.ShouldBe(2);
    }

    [Fact]
    public void DiskThatAnotherFills_LosesOneAndSaysSo()
    {
        using var job = new ResumableJob(Settings);
        job.Run(stopAfter: 9);
        job.Run(stopAfter: 9);
        var before = Names(job);
        using (DiskFor(job, checkpoints: 0))
        {
            job.Run(stopAfter: 9);
            Names(job).ShouldBe([before[1]]);
            job.Run();
        }
        Names(job).ShouldBe([before[1]]);
        const string Failed = "warning: a checkpoint could not be written: No space left on device";
        const string GoesOn = ". Training goes on without it; the next one is tried as scheduled";
        Warnings(job).ShouldBe([$"{Failed} ({Path.GetFileName(before[0])} was deleted first, which did not suffice){GoesOn}", $"{Failed}{GoesOn}"]);
    }

    [Fact]
    public void NewestThatIsDamaged_DoesNotCostTheOneBefore()
    {
        using var job = new ResumableJob(Settings);
        job.Run(stopAfter: 9);
        job.Run(stopAfter: 9);
        var before = Names(job);
        using (new FaultScope((point, _, _) =>
        {
            if (point != FaultPoint.Writing)
                return;
            // since it was found whole by this run
            Damage(before[1]);
            throw new IOException("No space left on device", NoSpace);
        }))
        {
            job.Run(stopAfter: 9);
        }
        Names(job).ShouldBe(before);
        job.Run();
        job.Notes.ShouldContain(note => note.StartsWith($"resuming from {Path.GetFileName(before[0])}", StringComparison.Ordinal));
    }

    [Fact]
    public void OneThatIsBeingUploaded_Stays()
    {
        using var job = new ResumableJob(Settings);
        job.Run(stopAfter: 9);
        job.Run(stopAfter: 9);
        var before = Names(job);
        File.WriteAllText($"{before[0]}.sagemaker-uploading", "");
        using (DiskFor(job, checkpoints: 2))
            job.Run();
        Names(job).ShouldBe(before);
        Warnings(job).ShouldAllBe(note => !note.Contains("was deleted first"));
    }

    [Fact]
    public void OtherFailures_DeleteNothing()
    {
        using var job = new ResumableJob(Settings);
        job.Run(stopAfter: 9);
        job.Run(stopAfter: 9);
        var before = Names(job);
        using (new FaultScope((point, path, _) =>
        {
            if (point == FaultPoint.BeforeSync && path.Contains("checkpoint-", StringComparison.Ordinal))
                throw new IOException("Input/output error", 5);
        }))
        {
            job.Run();
        }
        Names(job).ShouldBe(before);
    }

    [Fact]
    public void RealDiskThatIsFull_TrainsAndResumesToTheSameEnd()
    {
        using var whole = new ResumableJob(Settings);
        whole.Run();
        using var all = new ResumableJob([.. Settings, ("checkpoints_to_keep", "100")]);
        RunInParts(all);
        var largest = Names(all).Max(name => new FileInfo(name).Length);
        using var job = new ResumableJob(Settings);
        // two checkpoints, and the pages of the file that tells the progress
        if (!Run("mount", "-t", "tmpfs", "-o", $"size={(2 * largest) + (largest / 2)}", "tmpfs", job.Checkpoints))
            Assert.Skip("mounting a small disk needs root");
        try
        {
            RunInParts(job);
            Names(job).Select(StepOf).ShouldBe([36, 40]);
            Warnings(job).Count.ShouldBe(3);
            Warnings(job).ShouldAllBe(note => note.StartsWith($"warning: the disk of {job.Checkpoints} is full: checkpoint-rank0-", StringComparison.Ordinal));
            job.Result().ShouldBe(whole.Result());
        }
        finally
        {
            Run("umount", job.Checkpoints);
        }
    }

    /// <summary>Stopped after steps 9, 18, 27 and 36 of 40.</summary>
    private static void RunInParts(ResumableJob job)
    {
        while (job.Run(stopAfter: 9) is { Ending: TrainingEnding.Stopped })
            job.Notes.Count.ShouldBeLessThan(1_000);
    }

    /// <summary>Writes fail as they do on a disk that has room for so many checkpoints.</summary>
    private static FaultScope DiskFor(ResumableJob job, int checkpoints) => new((point, _, _) =>
    {
        if (point == FaultPoint.Writing && Names(job).Length >= checkpoints)
            throw new IOException("No space left on device", NoSpace);
    });

    /// <summary>Oldest first.</summary>
    private static string[] Names(ResumableJob job) => [.. Directory.GetFiles(job.Checkpoints, "checkpoint-*.safetensors").Order(StringComparer.Ordinal)];

    private static long StepOf(string path) => CheckpointName.TryParse(Path.GetFileName(path))!.Value.Step;

    private static List<string> Warnings(ResumableJob job) => [.. job.Notes.Where(note => note.StartsWith("warning: ", StringComparison.Ordinal))];

    private static void Damage(string path)
    {
        var bytes = File.ReadAllBytes(path);
        bytes[^20] ^= 0x40;
        File.WriteAllBytes(path, bytes);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
