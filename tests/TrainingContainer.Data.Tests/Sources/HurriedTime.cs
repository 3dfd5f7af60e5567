namespace TrainingContainer.Data.Tests;

/// <summary>Time in which every timer is due at once: what waits for a timeout gets it without waiting.</summary>
/// <remarks>No FakeTimeProvider: its timers never fire early, and somebody would have to advance it each time that one is set.</remarks>
internal sealed class HurriedTime : TimeProvider
{
    private long _now;
    private long _early;

    /// <summary>How long before its due time the first timer fires, as the system's do now and then.</summary>
    public TimeSpan Early { init => _early = value.Ticks; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public TimeSpan Passed => TimeSpan.FromTicks(Interlocked.Read(ref _now));

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(HurriedTime time, Action fire) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                Interlocked.Add(ref time._now, dueTime.Ticks - Interlocked.Exchange(ref time._early, 0));
                fire();
            }

            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
