namespace TrainingContainer.S3.Tests;

/// <summary>Time in which pauses up to a length are over as soon as they begin, and are written down; longer waits last until <see cref="Pass"/>.</summary>
/// <remarks>No FakeTimeProvider: whenever its time passes, all that is due fires, and the pauses would fire the longer waits.</remarks>
internal sealed class JumpingTime(TimeSpan pauseMax) : TimeProvider
{
    private readonly TimeSpan _pauseMax = pauseMax;
    private readonly Lock _state = new();
    private readonly List<Timer> _timers = [];
    private TimeSpan _now;

    public List<TimeSpan> Pauses { get; } = [];

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp()
    {
        lock (_state)
            return _now.Ticks;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch + TimeSpan.FromTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Lets time pass; what is due fires on this thread.</summary>
    public void Pass(TimeSpan span)
    {
        List<Timer> due;
        lock (_state)
        {
            _now += span;
            due = [.. _timers.Where(timer => timer.Due <= _now)];
            _timers.RemoveAll(due.Contains);
        }
        foreach (var timer in due)
            timer.Fire();
    }

    private sealed class Timer(JumpingTime time, TimerCallback callback, object? state) : ITimer
    {
        public TimeSpan Due { get; private set; }

        public void Fire() => callback(state);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._state)
            {
                time._timers.Remove(this);
                if (dueTime < TimeSpan.Zero)
                    return true;
                Due = time._now + dueTime;
                if (dueTime > time._pauseMax)
                {
                    time._timers.Add(this);
                    return true;
                }
                time._now += dueTime;
                time.Pauses.Add(dueTime);
            }
            ThreadPool.QueueUserWorkItem(_ => callback(state));
            return true;
        }

        public void Dispose()
        {
            lock (time._state)
                time._timers.Remove(this);
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
