namespace TrainingContainer.Training.Tests;

/// <summary>Time that passes when a test says so. Its wall clock runs backwards: nothing may depend on it.</summary>
/// <remarks>No FakeTimeProvider: its timestamps are its wall clock's.</remarks>
internal sealed class ManualTime : TimeProvider
{
    private long _now = 1_000_000;

    public override long TimestampFrequency => 1_000_000;

    public int TimestampsTaken { get; private set; }

    public override long GetTimestamp()
    {
        TimestampsTaken++;
        return _now;
    }

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddYears(50) - TimeSpan.FromMicroseconds(_now);

    public void Pass(TimeSpan span) => _now += (long)span.TotalMicroseconds;

    public void PassSeconds(double seconds) => Pass(TimeSpan.FromSeconds(seconds));
}
