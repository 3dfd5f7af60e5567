using System.Collections.Concurrent;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3.Tests.Checkpoints;

public sealed class FolderMirrorTests : IDisposable
{
    private static readonly DateTime Start = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly TransferLimits Limits = new() { PieceBytes = 1_000 };

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStore _store = new();
    private readonly ConcurrentQueue<string> _warnings = [];
    private readonly ConcurrentQueue<string> _notices = [];
    private readonly JumpingTime _time = new(TimeSpan.FromSeconds(1));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private async Task<FolderMirror> Open()
    {
        var mirror = new FolderMirror(
            _store, Limits, new S3Location(MemoryStore.Bucket, "run"), _folder.Path, name => name.StartsWith('c'), "hyperparameter checkpoint_s3_uri",
            _notices.Enqueue, _warnings.Enqueue, _time);
        await mirror.RestoreAsync(Stop);
        mirror.Start();
        return mirror;
    }

    /// <summary>Whole or not at all, as checkpoints are.</summary>
    private void Write(string name, int minute) =>
        File.Move(_folder.Write("half", Bytes.Of(minute + 1, minute), Start.AddMinutes(minute)), _folder.File(name), overwrite: true);

    private string[] Stored() => [.. _store.Objects.Keys.Order(StringComparer.Ordinal)];

    private string[] Written() => [.. _store.Calls.Where(call => call.StartsWith("write ")).Select(call => call[6..])];

    [Fact]
    public async Task NewFiles_AreUploadedTheNewestFirst_AndOthersAreLeftAlone()
    {
        using var mirror = await Open();
        Write("c1", 1);
        Write("c3", 3);
        Write("c2", 2);
        Write("other", 4);
        Write(".c4.sagemaker-ignore", 5);
        _folder.Write("sub/c5", [1]);
        File.CreateSymbolicLink(_folder.File("c6"), _folder.File("other"));
        mirror.Changed();
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        Written().ShouldBe(["run/c3", "run/c2", "run/c1"]);
        _store.Objects["run/c2"].Bytes.ShouldBe(Bytes.Of(3, 2));
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task UnchangedFiles_AreUploadedOnce_AndChangedOnesAgain()
    {
        using var mirror = await Open();
        Write("c1", 1);
        Write("c2", 2);
        mirror.Changed();
        await Until(() => _store.Objects.Count == 2);
        Write("c2", 3);
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        Written().ShouldBe(["run/c2", "run/c1", "run/c2"]);
        _store.Objects["run/c2"].Bytes.ShouldBe(Bytes.Of(4, 3));
    }

    [Fact]
    public async Task FilesThatAreGone_AreDeletedThere_AfterTheNewOnesAreThere()
    {
        using var mirror = await Open();
        Write("c1", 1);
        mirror.Changed();
        await Until(() => _store.Objects.Count == 1);
        Write("c2", 2);
        File.Delete(_folder.File("c1"));
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        Stored().ShouldBe(["run/c2"]);
        _store.Calls.Where(call => call.StartsWith("write run/c2") || call.StartsWith("delete")).ShouldBe(["write run/c2", "delete run/c1"]);
    }

    [Fact]
    public async Task Restore_BringsWhatIsMissing_AndWhatIsThereStays()
    {
        _store.Put("run/c1", Bytes.Of(10)).Put("run/c2", Bytes.Of(2_500), 1_000).Put("run/c3", Bytes.Of(30)).Put("run/other", [1]).Put("run/sub/c9", [1]).Put("run-10/c9", [1]);
        _folder.Write("c1", Bytes.Of(10));
        _folder.Write("c3", Bytes.Of(31));
        using var mirror = await Open();
        _folder.Files().ShouldBe(["c1", "c2", "c3"]);
        File.ReadAllBytes(_folder.File("c2")).ShouldBe(Bytes.Of(2_500));
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        Written().ShouldBeEmpty();
        _warnings.ShouldHaveSingleItem().ShouldContain("both stay as they are");
        _notices.ShouldHaveSingleItem().ShouldContain("1 files (0.003 MB) restored from s3://bucket/run/");
    }

    [Fact]
    public async Task RestoredFilesThatAreDeletedHere_AreDeletedThere_AndNothingElseIs()
    {
        _store.Put("run/c1", [1]).Put("run/c2", [2]).Put("run/other", [3]).Put("c1", [4]);
        using var mirror = await Open();
        File.Delete(_folder.File("c1"));
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        Stored().ShouldBe(["c1", "run/c2", "run/other"]);
    }

    [Fact]
    public async Task Failure_IsToldOnce_TriedAgainAfterAPause_AndToldWhenItIsOver()
    {
        using var mirror = await Open();
        _store.Fault = _ => new ObjectStoreException(ObjectStoreFailure.NoConnection, "refused");
        Write("c1", 1);
        mirror.Changed();
        for (var tries = 1; tries < 4; tries++)
        {
            var reached = tries;
            await Until(() => _store.Calls.Count(call => call.StartsWith("write")) >= reached);
            await PassUntil(() => _store.Calls.Count(call => call.StartsWith("write")) > reached);
        }
        _warnings.ShouldHaveSingleItem().ShouldContain("refused");
        _store.Fault = _ => null;
        await PassUntil(() => !_store.Objects.IsEmpty);
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        _notices.ShouldHaveSingleItem().ShouldContain("is equal with");
    }

    [Fact]
    public async Task LastLookThatFails_IsToldAtTheEnd()
    {
        using var mirror = await Open();
        _store.Fault = _ => new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied (x)");
        Write("c1", 1);
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeFalse();
        _warnings.Count.ShouldBe(2);
        _warnings.Last().ShouldContain("are not all in s3://bucket/run/: hyperparameter checkpoint_s3_uri: s3://bucket/run/: found 403 AccessDenied (x), expected permission. Fix: allow");
    }

    [Fact]
    public async Task UploadThatHangs_EndsWithTheTimeOfTheEnd()
    {
        using var mirror = await Open();
        using var begun = new ManualResetEventSlim();
        _store.Wait = (_, stop) =>
        {
            begun.Set();
            return Task.Delay(Timeout.Infinite, stop);
        };
        Write("c1", 1);
        mirror.Changed();
        begun.Wait(Stop);
        var end = Task.Run(() => mirror.Finish(TimeSpan.FromMinutes(15)), Stop);
        await PassUntil(() => end.IsCompleted, TimeSpan.FromMinutes(15));
        (await end).ShouldBeFalse();
        _warnings.ShouldHaveSingleItem().ShouldContain("the upload did not end within 900 s");
    }

    [Fact]
    public async Task Disposal_WaitsForNoUpload()
    {
        var mirror = await Open();
        using var begun = new ManualResetEventSlim();
        _store.Wait = (_, stop) =>
        {
            begun.Set();
            return Task.Delay(Timeout.Infinite, stop);
        };
        Write("c1", 1);
        mirror.Changed();
        begun.Wait(Stop);
        mirror.Dispose();
        _store.Objects.ShouldBeEmpty();
    }

    [Fact]
    public async Task ManyChangesWhileAnUploadRuns_AreOneMoreLook()
    {
        using var mirror = await Open();
        using var go = new SemaphoreSlim(0);
        using var begun = new ManualResetEventSlim();
        _store.Wait = (_, stop) =>
        {
            begun.Set();
            return go.WaitAsync(stop);
        };
        Write("c1", 1);
        mirror.Changed();
        begun.Wait(Stop);
        for (var i = 0; i < 1_000; i++)
            mirror.Changed();
        Write("c2", 2);
        File.Delete(_folder.File("c1"));
        go.Release(100);
        mirror.Finish(TimeSpan.FromMinutes(1)).ShouldBeTrue();
        _store.Calls.Where(call => !call.StartsWith("list")).ShouldBe(["write run/c1", "write run/c2", "delete run/c1"]);
    }

    private async Task PassUntil(Func<bool> condition, TimeSpan? step = null) =>
        await Until(() =>
        {
            _time.Pass(step ?? FolderMirror.RetryAfter);
            return condition();
        });

    /// <summary>Other threads are at work: gives them time until it is so.</summary>
    private static async Task Until(Func<bool> condition)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
