using Microsoft.Extensions.Time.Testing;

namespace TrainingContainer.SageMaker.Tests;

/// <summary>Time that passes when a test says so, and the number of its timers that have neither fired nor been given back.</summary>
internal sealed class ManualTime : FakeTimeProvider
{
    public int TimersAlive { get; private set; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        period.ShouldBe(Timeout.InfiniteTimeSpan);
        var timer = new Timer(this);
        timer.Start(base.CreateTimer(_ =>
        {
            timer.End();
            callback(state);
        }, null, dueTime, period));
        return timer;
    }

    private sealed class Timer(ManualTime time) : ITimer
    {
        private ITimer? _timer;
        private bool _isAlive;

        public void Start(ITimer timer)
        {
            (_timer, _isAlive) = (timer, true);
            time.TimersAlive++;
        }

        public void End()
        {
            time.TimersAlive -= _isAlive ? 1 : 0;
            _isAlive = false;
        }

        public bool Change(TimeSpan dueTime, TimeSpan period) => throw new NotSupportedException();

        public void Dispose()
        {
            End();
            _timer?.Dispose();
        }

        public ValueTask DisposeAsync() => throw new NotSupportedException();
    }
}
