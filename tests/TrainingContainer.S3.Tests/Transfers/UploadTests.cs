namespace TrainingContainer.S3.Tests.Transfers;

public sealed class UploadTests : IDisposable
{
    private static readonly TransferLimits Limits = new() { PieceBytes = 1_000, Parallel = 3, PartsMax = 10 };

    private readonly TemporaryFolder _folder = new();
    private readonly MemoryStore _store = new();

    public void Dispose() => _folder.Dispose();

    private Task<long> Send(byte[] bytes) => new Upload(_store, Limits).RunAsync(_folder.Write("a", bytes), MemoryStore.Bucket, "k", TestContext.Current.CancellationToken);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1_000, 0)]
    [InlineData(1_001, 2)]
    [InlineData(9_999, 10)]
    [InlineData(54_321, 10)]
    public async Task Bytes_Arrive(int length, int parts)
    {
        (await Send(Bytes.Of(length))).ShouldBe(length);
        _store.Objects["k"].Bytes.ShouldBe(Bytes.Of(length));
        _store.Calls.Count(call => call.StartsWith("part ")).ShouldBe(parts);
        _store.RunningMost.ShouldBeLessThanOrEqualTo(Limits.Parallel);
        _store.UploadsOpen.ShouldBe(0);
    }

    [Fact]
    public async Task Failure_DropsThePartsAndMakesNoObject()
    {
        _store.Fault = call => call == "part k 2" ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, "403") : null;
        await Should.ThrowAsync<ObjectStoreException>(() => Send(Bytes.Of(5_000)));
        _store.Objects.ShouldBeEmpty();
        _store.UploadsOpen.ShouldBe(0);
        _store.Calls.ShouldContain("abort k");
    }

    [Fact]
    public async Task FailureToDropParts_HidesNotTheFailureBefore()
    {
        _store.Fault = call => call is "part k 2" or "abort k" ? new ObjectStoreException(ObjectStoreFailure.AccessDenied, call) : null;
        (await Should.ThrowAsync<ObjectStoreException>(() => Send(Bytes.Of(5_000)))).Message.ShouldBe("part k 2");
    }

    [Fact]
    public async Task LostAnswerOfTheCompletion_IsNoFailure()
    {
        var lost = new LostAnswer(_store);
        using var resilient = new ResilientStore(lost, Limits with { Attempts = 3 }, new JumpingTime(TimeSpan.FromSeconds(30)));
        await new Upload(resilient, Limits).RunAsync(_folder.Write("a", Bytes.Of(3_000)), MemoryStore.Bucket, "k", TestContext.Current.CancellationToken);
        _store.Objects["k"].Bytes.ShouldBe(Bytes.Of(3_000));
        lost.Completions.ShouldBe(2);
    }

    [Fact]
    public async Task UploadThatIsGone_AndNoObject_IsAFailure()
    {
        _store.Fault = call => call == "complete k" ? new ObjectStoreException(ObjectStoreFailure.NoSuchUpload, "404 NoSuchUpload") : null;
        (await Should.ThrowAsync<ObjectStoreException>(() => Send(Bytes.Of(3_000)))).Failure.ShouldBe(ObjectStoreFailure.NoSuchUpload);
    }
}
