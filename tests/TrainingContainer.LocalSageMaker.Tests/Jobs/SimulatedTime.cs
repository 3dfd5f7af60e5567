using Microsoft.Extensions.Time.Testing;

namespace TrainingContainer.LocalSageMaker.Tests.Jobs;

/// <summary>Time that passes by waiting: whoever waits finds the time gone at once. For one waiter at a time, as the runner's loop is.</summary>
internal sealed class SimulatedTime() : FakeTimeProvider(new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero))
{
    /// <summary>Passes besides at each wait: for a machine that is slow.</summary>
    public TimeSpan Step { get; set; }

    /// <summary>Asked after each wait: whether the waiter is gone and never goes on.</summary>
    public Func<bool>? IsKilled { get; set; }

    /// <summary>Called when a waiter has gone.</summary>
    public event Action? Killed;

    /// <summary>Called after time has passed.</summary>
    public event Action? Passed;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Advance(dueTime + Step);
        Passed?.Invoke();
        if (IsKilled?.Invoke() == true)
        {
            Killed?.Invoke();
        }
        else
        {
            // on another thread, since the waiter does not hold its timer yet
            _ = Task.Run(() => callback(state));
        }

        return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
