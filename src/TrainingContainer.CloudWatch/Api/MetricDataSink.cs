using System.Threading.Channels;
using Polly;
using Polly.Retry;

namespace TrainingContainer.CloudWatch;

/// <summary>
/// Sends values with PutMetricData, from a task of its own: in batches within the API's limits, each tried several times with growing,
/// random pauses. What can't be sent is dropped and counted, with a warning the first time.
/// </summary>
public sealed class MetricDataSink : IMetricSink
{
    /// <summary>As many items wait to be sent; then the oldest are dropped.</summary>
    public const int WaitingMax = 10_000;

    /// <summary>Tries of a batch after the first.</summary>
    public const int RetriesMax = 4;

    /// <summary>A try may take so long.</summary>
    public static readonly TimeSpan TryTimeMax = TimeSpan.FromSeconds(10);

    /// <summary>All tries of a batch may take so long.</summary>
    public static readonly TimeSpan BatchTimeMax = TimeSpan.FromSeconds(40);

    /// <summary>The end of the job waits so long for what is still to be sent.</summary>
    public static readonly TimeSpan CloseTimeMax = TimeSpan.FromSeconds(5);

    private readonly IMetricDataClient _client;
    private readonly MetricDestination _destination;
    private readonly TimeProvider _time;
    private readonly Action<string> _warn;
    private readonly ResiliencePipeline _tries;
    private readonly Channel<MetricDatum> _waiting;
    private readonly CancellationTokenSource _end = new();

    /// <summary>What is written at once is sent at once, as far as it fits a request: else the first value would go alone.</summary>
    private readonly Lock _batching = new();

    private readonly Task _sending;
    private string? _reason;
    private long _sent;
    private long _dropped;

    /// <summary>Starts; nothing is sent before the first value comes.</summary>
    /// <param name="client">Sends one request.</param>
    /// <param name="destination">Namespace and dimensions.</param>
    /// <param name="time">Of pauses, limits, and the range of times that the API takes.</param>
    /// <param name="warn">Is told, on any thread.</param>
    public MetricDataSink(IMetricDataClient client, MetricDestination destination, TimeProvider time, Action<string> warn)
    {
        (_client, _destination, _time, _warn) = (client, destination, time, warn);
        _tries = new ResiliencePipelineBuilder { TimeProvider = time }
            .AddTimeout(BatchTimeMax)
            .AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<Exception>(exception => exception is not (MetricsRefusedException or OperationCanceledException)),
                MaxRetryAttempts = RetriesMax,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = TimeSpan.FromSeconds(0.5),
                MaxDelay = TimeSpan.FromSeconds(8),
            })
            .AddTimeout(TryTimeMax)
            .Build();
        _waiting = Channel.CreateBounded<MetricDatum>(
            new BoundedChannelOptions(WaitingMax) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true }, Drop);
        _sending = Task.Run(SendAllAsync);
    }

    /// <summary>Values that the service took.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Values that were lost.</summary>
    public long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public void Write(IReadOnlyList<MetricValues> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        lock (_batching)
        {
            foreach (var datum in values.SelectMany(MetricDatum.Of))
                if (!_waiting.Writer.TryWrite(datum))
                    Drop(datum);
        }
    }

    /// <inheritdoc/>
    public void Close()
    {
        _waiting.Writer.TryComplete();
        using var timer = _time.CreateTimer(_ => _end.Cancel(), null, CloseTimeMax, Timeout.InfiniteTimeSpan);
        // a client that keeps the task's thread is left alone
        var ended = _sending.EndsWithin(CloseTimeMax + TimeSpan.FromSeconds(1), _time);
        while (!ended && _waiting.Reader.TryRead(out var left))
            Drop(left);
        var lost = Dropped;
        if (lost > 0 || !ended)
            _warn($"CloudWatch metrics: {Sent} values were sent, {lost} were lost{(_reason is null ? "" : $": {_reason}")}");
    }

    private async Task SendAllAsync()
    {
        while (await _waiting.Reader.WaitToReadAsync().ConfigureAwait(false))
            await SendAsync(NextBatch()).ConfigureAwait(false);
    }

    /// <summary>As many of those that wait as a request takes.</summary>
    private List<MetricDatum> NextBatch()
    {
        var batch = new List<MetricDatum>();
        var bytes = MetricDataRequest.BytesBefore(_destination);
        lock (_batching)
        {
            while (batch.Count < MetricDataRequest.DataMax && _waiting.Reader.TryPeek(out var next)
                && bytes + MetricDataRequest.BytesOf(next, _destination) <= MetricDataRequest.BytesMax && _waiting.Reader.TryRead(out next))
            {
                // the oldest may have been taken since it was looked at, so that this is another one
                bytes += MetricDataRequest.BytesOf(next, _destination);
                batch.Add(next);
            }
        }
        return batch;
    }

    private async Task SendAsync(List<MetricDatum> batch)
    {
        var now = _time.GetUtcNow();
        var data = batch.FindAll(datum => now - datum.Time < MetricDataRequest.AgeMax && datum.Time - now < MetricDataRequest.AheadMax);
        if (data.Count < batch.Count)
            Lose(CountOf(batch) - CountOf(data), "their times are out of the API's range: is the clock right?");
        if (data.Count == 0)
            return;
        var request = new MetricDataRequest(_destination, data);
        try
        {
            await _tries.ExecuteAsync(
                static async (work, cancel) => await work.Client.PutAsync(work.Request, cancel).WaitAsync(cancel).ConfigureAwait(false),
                (Client: _client, Request: request), _end.Token).ConfigureAwait(false);
            Interlocked.Add(ref _sent, CountOf(data));
        }
        catch (Exception exception)
        {
            // a side channel: whatever the client throws ends here
            Lose(CountOf(data), _end.IsCancellationRequested ? $"the job ended, and they were not sent within {CloseTimeMax.TotalSeconds:0} s" : exception.Message);
        }
    }

    private static long CountOf(List<MetricDatum> data) => data.Sum(datum => datum.ValueCount);

    private void Drop(MetricDatum datum) => Interlocked.Add(ref _dropped, datum.ValueCount);

    private void Lose(long count, string reason)
    {
        Interlocked.Add(ref _dropped, count);
        if (Interlocked.Exchange(ref _reason, reason) is null)
            _warn($"CloudWatch metrics: {count} values could not be sent, and the job goes on without them: {reason}");
    }
}
