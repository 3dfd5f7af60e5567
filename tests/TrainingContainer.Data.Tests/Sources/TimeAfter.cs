namespace TrainingContainer.Data.Tests;

/// <summary>Time that stands still until something has happened; from then on every timer is due at once.</summary>
/// <remarks>No FakeTimeProvider: somebody would have to advance it each time that a timer is set.</remarks>
internal sealed class TimeAfter(Task happened) : TimeProvider
{
    private long _now;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref _now);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, () => callback(state));
        timer.Change(dueTime, period);
        return timer;
    }

    private sealed class Timer(TimeAfter time, Action fire) : ITimer
    {
        private int _armed;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            int armed = Interlocked.Increment(ref _armed);
            if (dueTime != Timeout.InfiniteTimeSpan)
            {
                time.WhenHappened(() =>
                {
                    if (armed == Volatile.Read(ref _armed))
                    {
                        Interlocked.Add(ref time._now, dueTime.Ticks);
                        fire();
                    }
                });
            }

            return true;
        }

        public void Dispose() => Interlocked.Increment(ref _armed);

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private void WhenHappened(Action action) => happened.ContinueWith(
        _ => action(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
}
