using System.Diagnostics;

namespace TrainingContainer.Training.Tests;

public sealed class ProgressFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("progress-").FullName;
    private readonly ManualTime _time = new();
    private readonly List<string> _warnings = [];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private ProgressFile File(string? folder = null) => new(folder ?? _folder, 0, _time, _warnings.Add);

    private string PathOf(int rank) => Path.Combine(_folder, $"progress-rank{rank}.json");

    /// <summary>What is there after one call.</summary>
    private long? StepsAfter(ProgressFile file, Goodput goodput, long step)
    {
        file.Tell(goodput, step);
        // waits for the write
        file.Dispose();
        return ProgressFile.Read(_folder, 0)?.Steps;
    }

    [Fact]
    public void Told_IsWrittenAtOnceAndThenEveryTenSeconds()
    {
        var goodput = new Goodput(_time);
        var file = File();
        StepsAfter(file, goodput, 1).ShouldBe(1);
        _time.PassSeconds(9.99);
        StepsAfter(file, goodput, 2).ShouldBe(1);
        _time.PassSeconds(0.01);
        StepsAfter(file, goodput, 3).ShouldBe(3);
        StepsAfter(file, goodput, 4).ShouldBe(3);
        _warnings.ShouldBeEmpty();
        Directory.GetFiles(_folder).ShouldBe([PathOf(0)]);
    }

    [Fact]
    public void Read_GivesBackWhatTheNextAttemptNeeds()
    {
        var goodput = new Goodput(_time);
        using (goodput.Measure(GoodputPhase.Training))
            _time.PassSeconds(12.5);
        StepsAfter(File(), goodput, 70).ShouldBe(70);
        var read = ProgressFile.Read(_folder, 0)!;
        (read.Attempts, read.SecondsOf(GoodputPhase.Training)).ShouldBe((1, 12.5));
        ProgressFile.Read(_folder, 1).ShouldBeNull();
    }

    [Fact]
    public void NotDue_AllocatesNothing()
    {
        var goodput = new Goodput(_time);
        var file = File();
        StepsAfter(file, goodput, 1);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var step = 0; step < 1_000; step++)
            file.Tell(goodput, step);
        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    [Fact]
    public void FolderThatCannotBeWritten_WarnsOnceAndGoesOn()
    {
        System.IO.File.WriteAllText(PathOf(9), "");
        var goodput = new Goodput(_time);
        var file = File(PathOf(9));
        for (var step = 1; step <= 3; step++)
        {
            StepsAfter(file, goodput, step).ShouldBeNull();
            _time.PassSeconds(10);
        }
        _warnings.ShouldHaveSingleItem().ShouldContain("progress-rank0.json can't be written: ");
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("""{"attempts":"one"}""")]
    [InlineData("""{"seconds":[1]}""")]
    [InlineData("""{"steps":1e400}""")]
    [InlineData("{\"a\":[[[[[[[[[[[[1]]]]]]]]]]]]}")]
    [InlineData("\0\0\0\0")]
    public void Unreadable_IsUnknown(string text)
    {
        System.IO.File.WriteAllText(PathOf(0), text);
        ProgressFile.Read(_folder, 0).ShouldBeNull();
    }

    [Fact]
    public void DamagedBytes_AreUnknownOrHarmless()
    {
        StepsAfter(File(), new Goodput(_time), 70);
        var whole = System.IO.File.ReadAllBytes(PathOf(0));
        var random = new Random(4);
        for (var i = 0; i < 500; i++)
        {
            var damaged = whole[..random.Next(1, whole.Length + 1)];
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            System.IO.File.WriteAllBytes(PathOf(0), damaged);
            var record = GoodputRecord.Resumed(null, ProgressFile.Read(_folder, 0));
            record.Attempts.ShouldBeGreaterThan(0);
            record.Share.ShouldBeInRange(0, 1);
        }
    }

    [Fact]
    public void MissingTooLongLinkedOrNoFile_IsUnknown()
    {
        ProgressFile.Read(_folder, 0).ShouldBeNull();
        ProgressFile.Read(Path.Combine(_folder, "missing"), 0).ShouldBeNull();
        System.IO.File.WriteAllText(PathOf(1), "{}" + new string(' ', 4_094));
        ProgressFile.Read(_folder, 1).ShouldNotBeNull();
        System.IO.File.WriteAllText(PathOf(1), "{}" + new string(' ', 4_095));
        ProgressFile.Read(_folder, 1).ShouldBeNull();
        System.IO.File.WriteAllText(PathOf(2), "{}");
        System.IO.File.CreateSymbolicLink(PathOf(3), PathOf(2));
        ProgressFile.Read(_folder, 3).ShouldBeNull();
        Directory.CreateDirectory(PathOf(4));
        ProgressFile.Read(_folder, 4).ShouldBeNull();
    }

    [Fact(Timeout = 10_000)]
    public async Task Pipe_IsNotWaitedFor()
    {
        using (var pipe = Process.Start("mkfifo", [PathOf(0)]))
            await pipe.WaitForExitAsync(TestContext.Current.CancellationToken);
        (await Task.Run(() => ProgressFile.Read(_folder, 0), TestContext.Current.CancellationToken)).ShouldBeNull();
    }
}
