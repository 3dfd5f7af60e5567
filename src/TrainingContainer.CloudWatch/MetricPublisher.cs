using System.Collections.Concurrent;
using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>
/// Samples the machine and the training on a timer of its own and hands the values, with those of the metric lines, to a sink. It is a
/// side channel: whatever fails in it is told once as a warning and counted, and the job goes on as if it were not there.
/// </summary>
public sealed class MetricPublisher : IDisposable
{
    /// <summary>As many values of metric lines wait for the next sample; more are dropped and counted.</summary>
    public const int WaitingMax = 100_000;

    /// <summary>The end of the job waits so long for the last sample and the sink.</summary>
    public static readonly TimeSpan EndTimeMax = TimeSpan.FromSeconds(8);

    private readonly IMetricSink _sink;
    private readonly IReadOnlyList<IMetricSource> _sources;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly ConcurrentQueue<MetricSample> _measured = new();
    private readonly Lock _sampling = new();
    private readonly HashSet<object> _failed = [];
    private readonly ITimer _timer;
    private long _dropped;
    private bool _ended;

    /// <summary>Starts sampling; the first sample is taken after a period.</summary>
    /// <param name="sink">Where values go.</param>
    /// <param name="sources">What is sampled.</param>
    /// <param name="period">The time between two samples.</param>
    /// <param name="time">Of the timer and the samples.</param>
    /// <param name="warn">Is told what went wrong, on any thread.</param>
    public MetricPublisher(IMetricSink sink, IReadOnlyList<IMetricSource> sources, TimeSpan period, TimeProvider time, Action<string> warn)
    {
        ArgumentNullException.ThrowIfNull(time);
        (_sink, _sources, _time, _warn) = (sink, sources, time, warn);
        _timer = time.CreateTimer(_ => Sample(), null, period, period);
    }

    /// <summary>Values that were dropped because too many waited.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <summary>Takes the value of a metric line. Any thread may call it; none waits.</summary>
    public void Add(Metric metric, double value)
    {
        if (_measured.Count < WaitingMax)
            _measured.Enqueue(new(metric, value, _time.GetUtcNow()));
        else
            Interlocked.Increment(ref _dropped);
    }

    /// <summary>Takes the last sample and lets the sink send what it has. Takes at most <see cref="EndTimeMax"/>.</summary>
    public void Dispose()
    {
        _timer.Dispose();
        // standard output may be blocked, and a sink may be anything: neither may keep the job from ending
        if (!Task.Run(End).EndsWithin(EndTimeMax, _time))
            _warn($"CloudWatch metrics: the last ones were not written within {EndTimeMax.TotalSeconds:0} s");
        else if (Dropped > 0)
            _warn($"CloudWatch metrics: {Dropped} values came faster than they were taken, and were dropped");
    }

    private void End()
    {
        lock (_sampling)
        {
            if (_ended)
                return;
            Take();
            _ended = true;
        }
        Guarded(_sink, _sink.Close);
    }

    /// <summary>A sample, unless the one before it is still being taken.</summary>
    private void Sample()
    {
        if (!_sampling.TryEnter())
            return;
        try
        {
            if (!_ended)
                Take();
        }
        finally
        {
            _sampling.Exit();
        }
    }

    private void Take()
    {
        var samples = new List<MetricSample>();
        while (_measured.TryDequeue(out var sample))
            samples.Add(sample);
        var now = _time.GetUtcNow();
        foreach (var source in _sources)
            Guarded(source, () => samples.AddRange(source.Sample().Select(measured => new MetricSample(measured.Metric, measured.Value, now))));
        if (MetricValues.Of(samples) is { Count: > 0 } values)
            Guarded(_sink, () => _sink.Write(values));
    }

    /// <summary>An exception on this thread would end the process: a side channel may not, whatever its parts meet.</summary>
    private void Guarded(object part, Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception)
        {
            if (_failed.Add(part))
                _warn($"CloudWatch metrics: {part.GetType().Name} failed: {exception.Message}");
        }
    }
}
