namespace TrainingContainer.SageMaker.Tests;

public sealed class StopDeadlineTests : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(100);
    private static readonly TimeSpan Moment = TimeSpan.FromMilliseconds(1);

    private readonly ManualTime _time = new();
    private readonly StopSignal _stop = new();
    private int _expired;

    public void Dispose() => _stop.Dispose();

    private StopDeadline Deadline() => new(_stop, _time, Limit, () => _expired++);

    [Fact]
    public void DefaultLimit_LeavesTwentyOfTheServices120Seconds() => StopDeadline.DefaultLimit.ShouldBe(Limit);

    [Fact]
    public void WithoutAStop_TimeDoesNotCount()
    {
        using var deadline = Deadline();
        _time.Advance(TimeSpan.FromDays(28));
        _expired.ShouldBe(0);
        _time.TimersAlive.ShouldBe(0);
    }

    [Fact]
    public void StopThatTakesTooLong_Expires_Once()
    {
        using var deadline = Deadline();
        _time.Advance(TimeSpan.FromHours(1));
        _stop.Request("SIGTERM");
        _time.Advance(Limit - Moment);
        _expired.ShouldBe(0);
        _time.Advance(Moment);
        _expired.ShouldBe(1);
        _time.Advance(Limit);
        _expired.ShouldBe(1);
    }

    [Fact]
    public void FurtherRequests_DoNotMoveTheEnd()
    {
        using var deadline = Deadline();
        _stop.Request("SIGTERM");
        _time.Advance(Limit - Moment);
        _stop.Request("SIGTERM");
        _time.Advance(Moment);
        _expired.ShouldBe(1);
        _time.TimersAlive.ShouldBe(0);
    }

    [Fact]
    public void StopRequestedBefore_CountsFromTheStart()
    {
        _stop.Request("SIGTERM");
        using var deadline = Deadline();
        _time.Advance(Limit);
        _expired.ShouldBe(1);
    }

    [Fact]
    public void JobThatEndsInTime_IsLeftAlone()
    {
        var deadline = Deadline();
        _stop.Request("SIGTERM");
        _time.TimersAlive.ShouldBe(1);
        deadline.Dispose();
        deadline.Dispose();
        _time.TimersAlive.ShouldBe(0);
        _time.Advance(Limit);
        _expired.ShouldBe(0);
    }

    [Fact]
    public void JobThatEndsWhileTheLimitPasses_IsLeftAlone()
    {
        StopDeadline? first = null, second = null;
        first = new StopDeadline(_stop, _time, Limit, () => { _expired++; second!.Dispose(); });
        second = new StopDeadline(_stop, _time, Limit, () => { _expired++; first.Dispose(); });
        _stop.Request("SIGTERM");
        _time.Advance(Limit);
        _expired.ShouldBe(1);
    }

    [Fact]
    public void StopAfterTheEnd_StartsNothing()
    {
        Deadline().Dispose();
        _stop.Request("SIGTERM");
        _time.TimersAlive.ShouldBe(0);
    }

    [Fact]
    public void LimitThatIsNone_IsRefused() =>
        Should.Throw<ArgumentOutOfRangeException>(() => new StopDeadline(_stop, _time, TimeSpan.Zero, () => { })).ParamName.ShouldBe("limit");

    [Theory]
    [InlineData(null, 100)]
    [InlineData("", 100)]
    [InlineData("8", 8)]
    [InlineData("1", 1)]
    [InlineData("100", 100)]
    [InlineData("99", 99)]
    [InlineData("101", 100)]
    [InlineData("0", 100)]
    [InlineData("-5", 100)]
    [InlineData("8s", 100)]
    [InlineData("99999999999", 100)]
    public void Limit_IsTheEnvironmentsWithinBounds(string? text, int seconds) =>
        StopDeadline.LimitFromEnvironment(name => name == "TRAINING_CONTAINER_STOP_SECONDS" ? text : "5").ShouldBe(TimeSpan.FromSeconds(seconds));
}
