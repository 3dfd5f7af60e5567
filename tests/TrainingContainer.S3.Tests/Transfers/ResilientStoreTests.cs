namespace TrainingContainer.S3.Tests.Transfers;

public sealed class ResilientStoreTests
{
    private static readonly TransferLimits Limits = new() { Attempts = 5, AttemptTimeMax = TimeSpan.FromMinutes(1), PauseFirst = TimeSpan.FromSeconds(1), PauseMax = TimeSpan.FromSeconds(4) };

    private readonly JumpingTime _time = new(TimeSpan.FromSeconds(30));
    private readonly MemoryStore _inner = new MemoryStore().Put("a", [1]);

    private ResilientStore Store => new(_inner, Limits, _time);

    [Fact]
    public async Task PassingFailures_AreRepeatedWithGrowingBoundedPauses()
    {
        _inner.Fault = _ => _inner.Calls.Count < 5 ? new ObjectStoreException(ObjectStoreFailure.Unavailable, "503 SlowDown") : null;
        (await Store.ListAsync("bucket", "", null, TestContext.Current.CancellationToken)).Objects.Count.ShouldBe(1);
        _inner.Calls.Count.ShouldBe(5);
        _time.Pauses.Count.ShouldBe(4);
        _time.Pauses.ShouldAllBe(pause => pause <= Limits.PauseMax);
        _time.Pauses.Sum(pause => pause.TotalSeconds).ShouldBeGreaterThan(0.5);
    }

    [Fact]
    public async Task Tries_AreCountedAndEnd()
    {
        _inner.Fault = _ => new ObjectStoreException(ObjectStoreFailure.NoConnection, "refused");
        var exception = await Should.ThrowAsync<ObjectStoreException>(() => Store.DeleteAsync("bucket", "a", TestContext.Current.CancellationToken));
        exception.Message.ShouldBe("refused; tried 5 times");
        exception.Failure.ShouldBe(ObjectStoreFailure.NoConnection);
        _inner.Calls.Count.ShouldBe(5);
    }

    [Theory]
    [InlineData(ObjectStoreFailure.AccessDenied)]
    [InlineData(ObjectStoreFailure.NoSuchBucket)]
    [InlineData(ObjectStoreFailure.ClockSkew)]
    [InlineData(ObjectStoreFailure.NoCredentials)]
    public async Task LastingFailures_AreNotRepeated(object failure)
    {
        _inner.Fault = _ => new ObjectStoreException((ObjectStoreFailure)failure, "no");
        (await Should.ThrowAsync<ObjectStoreException>(() => Store.WriteAsync("bucket", "a", new byte[1], TestContext.Current.CancellationToken))).Message.ShouldBe("no");
        _inner.Calls.Count.ShouldBe(1);
    }

    [Fact]
    public async Task EachTry_HasItsTime()
    {
        var started = new SemaphoreSlim(0);
        _inner.Wait = async (_, stop) =>
        {
            started.Release();
            await Task.Delay(Timeout.Infinite, stop);
        };
        var reading = Store.ReadAsync(_inner.Find("a"), 0, new byte[1], TestContext.Current.CancellationToken);
        for (var attempt = 0; attempt < Limits.Attempts; attempt++)
        {
            await started.WaitAsync(TestContext.Current.CancellationToken);
            _time.Pass(Limits.AttemptTimeMax);
        }
        var exception = await Should.ThrowAsync<ObjectStoreException>(() => reading);
        exception.Failure.ShouldBe(ObjectStoreFailure.TimedOut);
        exception.Message.ShouldBe("no whole answer within 60 s; tried 5 times");
    }

    [Fact]
    public async Task Stop_EndsATryAndAPauseAtOnce()
    {
        using var stop = new CancellationTokenSource();
        _inner.Wait = async (_, token) =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, token);
        };
        await Should.ThrowAsync<OperationCanceledException>(() => Store.BeginAsync("bucket", "a", stop.Token));
        _inner.Calls.Count.ShouldBe(1);
    }
}
