namespace TrainingContainer.S3.Tests.Transfers;

public sealed class DownloadsTests : IDisposable
{
    private static readonly TransferLimits Limits = new() { PieceBytes = 1_000, PieceBytesMax = 4_000, Parallel = 4 };

    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _warnings = [];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    private Task Fetch(MemoryStore store, params string[] keys) =>
        new Downloads(store, Limits, _warnings.Add).RunAsync([.. keys.Select(key => (store.Find(key), _folder.File(key)))], Stop);

    [Theory]
    [InlineData(0, null)]
    [InlineData(1, null)]
    [InlineData(999, null)]
    [InlineData(1_000, null)]
    [InlineData(1_001, null)]
    [InlineData(12_345, null)]
    [InlineData(12_345, 1_500)]
    [InlineData(12_345, 5_000)]
    [InlineData(3_000, 3_000)]
    [InlineData(3_000, 700)]
    public async Task Bytes_ArriveWhateverTheSizesAndParts(int length, int? partBytes)
    {
        var store = new MemoryStore().Put("a", Bytes.Of(length), partBytes);
        await Fetch(store, "a");
        File.ReadAllBytes(_folder.File("a")).ShouldBe(Bytes.Of(length));
        File.GetLastWriteTimeUtc(_folder.File("a")).ShouldBe(store.Find("a").Modified.UtcDateTime);
        _folder.Files().ShouldBe(["a"]);
        _warnings.ShouldBeEmpty();
        store.RunningMost.ShouldBeLessThanOrEqualTo(Limits.Parallel);
    }

    [Fact]
    public async Task ObjectInParts_IsReadInItsParts()
    {
        var store = new MemoryStore().Put("a", Bytes.Of(7_000), 1_500);
        await Fetch(store, "a");
        store.Calls.Where(call => call.StartsWith("read")).Order().ShouldBe(["read a 0", "read a 1500", "read a 3000", "read a 4500", "read a 6000"]);
    }

    [Fact]
    public async Task ManyObjects_AreReadSeveralAtATime()
    {
        var store = new MemoryStore();
        string[] keys = [.. Enumerable.Range(0, 60).Select(i => $"k{i}")];
        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
            store.Put(key, Bytes.Of(i * 37, i));
        using var both = new Barrier(2);
        var first = 0;
        store.Wait = (_, _) => Task.Run(() => Interlocked.Increment(ref first) <= 2 && !both.SignalAndWait(TimeSpan.FromSeconds(10)), Stop);
        await Fetch(store, keys);
        both.CurrentPhaseNumber.ShouldBe(1);
        foreach (var (key, i) in keys.Select((key, i) => (key, i)))
            File.ReadAllBytes(_folder.File(key)).ShouldBe(Bytes.Of(i * 37, i));
        store.RunningMost.ShouldBeLessThanOrEqualTo(Limits.Parallel);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(1_000)]
    public async Task BytesChangedOnTheWay_AreReadAgain(int? partBytes)
    {
        var store = new MemoryStore().Put("a", Bytes.Of(3_500), partBytes);
        var damaged = 0;
        store.Damage = (call, bytes) =>
        {
            if (call == "read a 1000" && Interlocked.Increment(ref damaged) == 1)
                bytes.Span[5] ^= 1;
        };
        await Fetch(store, "a");
        File.ReadAllBytes(_folder.File("a")).ShouldBe(Bytes.Of(3_500));
        _warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task BytesThatComeChangedEachTime_AreNotAccepted()
    {
        var store = new MemoryStore().Put("a", Bytes.Of(3_500));
        var count = 0;
        store.Damage = (_, bytes) => bytes.Span[0] ^= (byte)Interlocked.Increment(ref count);
        var exception = await Should.ThrowAsync<ObjectStoreException>(() => Fetch(store, "a"));
        exception.Failure.ShouldBe(ObjectStoreFailure.Damaged);
        exception.Message.ShouldStartWith("bytes with the ETag ");
        exception.Message.ShouldContain("read 3 times");
        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task ETagOfAnotherKind_IsToldAndTheSameBytesTwiceAreTaken()
    {
        var store = new MemoryStore().Put("a", Bytes.Of(2_500));
        store.Objects["a"] = store.Objects["a"] with { ETag = new string('0', 32) };
        await Fetch(store, "a");
        File.ReadAllBytes(_folder.File("a")).ShouldBe(Bytes.Of(2_500));
        _warnings.ShouldHaveSingleItem().ShouldContain("came the same twice");
    }

    [Fact]
    public async Task ETagOfAnEncryptedObject_IsNoMd5()
    {
        var store = new MemoryStore { IsEncrypted = true }.Put("a", Bytes.Of(2_500));
        store.Objects["a"] = store.Objects["a"] with { ETag = new string('0', 32) };
        await Fetch(store, "a");
        _warnings.ShouldBeEmpty();
        store.Calls.Count(call => call.StartsWith("read")).ShouldBe(3);
    }

    [Fact]
    public async Task Failure_LeavesWholeFilesAndNothingHalf()
    {
        var store = new MemoryStore().Put("a", Bytes.Of(500)).Put("b", Bytes.Of(9_000)).Put("c", Bytes.Of(10));
        store.Fault = call => call == "read b 4000" ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403 AccessDenied") : null;
        (await Should.ThrowAsync<ObjectStoreException>(() => Fetch(store, "a", "b", "c"))).Failure.ShouldBe(ObjectStoreFailure.AccessDenied);
        _folder.Files().ShouldNotContain(name => name.Contains('b'));
        _folder.Files().ShouldBeSubsetOf(["a", "c"]);
    }

    [Fact]
    public async Task Stop_EndsItAndLeavesNothingHalf()
    {
        var store = new MemoryStore().Put("a", Bytes.Of(9_000));
        using var stop = new CancellationTokenSource();
        store.Wait = (call, token) => call == "read a 3000" ? stop.CancelAsync().ContinueWith(_ => Task.Delay(Timeout.Infinite, token), token).Unwrap() : Task.CompletedTask;
        await Should.ThrowAsync<OperationCanceledException>(() => new Downloads(store, Limits, _warnings.Add).RunAsync([(store.Find("a"), _folder.File("a"))], stop.Token));
        _folder.Files().ShouldBeEmpty();
    }

    [Fact]
    public async Task OldFile_IsReplacedOnlyWhenTheNewOneIsWhole()
    {
        _folder.Write("a", [7]);
        var store = new MemoryStore().Put("a", Bytes.Of(2_000));
        store.Fault = call => call == "read a 1000" ? new ObjectStoreException(ObjectStoreFailure.NoConnection, "x") : null;
        await Should.ThrowAsync<ObjectStoreException>(() => Fetch(store, "a"));
        File.ReadAllBytes(_folder.File("a")).ShouldBe([7]);
        store.Fault = _ => null;
        await Fetch(store, "a");
        File.ReadAllBytes(_folder.File("a")).ShouldBe(Bytes.Of(2_000));
    }
}
