using System.Globalization;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Bounds the end of a job: once a stop is requested, an action runs when the job has not ended by itself within the limit. SageMaker
/// sends SIGKILL 120 seconds after SIGTERM, and what is half-written then is uploaded as it is; so the action comes at 100 seconds.
/// </summary>
public sealed class StopDeadline : IDisposable
{
    /// <summary>The limit where nothing else is asked for: 100 of the service's 120 seconds.</summary>
    public static readonly TimeSpan DefaultLimit = TimeSpan.FromSeconds(100);

    /// <summary>
    /// The environment variable that shortens the limit where less than the service's 120 seconds are given, as by <c>docker stop</c>
    /// (10 seconds): <c>TRAINING_CONTAINER_STOP_SECONDS</c>, 1 to 100.
    /// </summary>
    public const string LimitVariable = "TRAINING_CONTAINER_STOP_SECONDS";

    private readonly object _state = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _limit;
    private readonly Action _expired;
    private readonly CancellationTokenRegistration _registration;
    private ITimer? _timer;
    private bool _disposed;

    /// <summary>Waits for the stop to be requested, then for the limit to pass; a further request changes nothing.</summary>
    /// <param name="stop">Starts the limit; one that is requested already starts it now.</param>
    /// <param name="time">Measures it.</param>
    /// <param name="limit">Above zero.</param>
    /// <param name="expired">Runs once, on a thread of the pool, unless <see cref="Dispose"/> comes first.</param>
    public StopDeadline(StopSignal stop, TimeProvider time, TimeSpan limit, Action expired)
    {
        ArgumentNullException.ThrowIfNull(stop);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(expired);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(limit, TimeSpan.Zero);
        (_time, _limit, _expired) = (time, limit, expired);
        _registration = stop.Token.Register(Start);
    }

    /// <summary>The limit that the environment asks for; the default when it asks for none, or for one that is out of range.</summary>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    public static TimeSpan LimitFromEnvironment(Func<string, string?> getVariable)
    {
        ArgumentNullException.ThrowIfNull(getVariable);
        var asked = int.TryParse(getVariable(LimitVariable), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            ? TimeSpan.FromSeconds(seconds)
            : DefaultLimit;
        return asked > TimeSpan.Zero && asked < DefaultLimit ? asked : DefaultLimit;
    }

    /// <summary>The job has ended: the action will not start any more.</summary>
    public void Dispose()
    {
        lock (_state)
        {
            _disposed = true;
            _timer?.Dispose();
        }

        _registration.Dispose();
    }

    private void Start()
    {
        lock (_state)
            if (!_disposed) _timer = _time.CreateTimer(_ => Expire(), null, _limit, Timeout.InfiniteTimeSpan);
    }

    private void Expire()
    {
        lock (_state)
            if (!_disposed) _expired();
    }
}
