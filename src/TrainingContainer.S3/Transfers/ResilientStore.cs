using Polly;
using Polly.Retry;
using Polly.Timeout;

namespace TrainingContainer.S3;

/// <summary>Gives every request a limit of time, and repeats those that failed for a passing reason, with growing pauses drawn at random.</summary>
/// <param name="inner">Does one request.</param>
/// <param name="limits">How often and how long.</param>
/// <param name="time">Measures limits and pauses.</param>
internal sealed class ResilientStore(IObjectStore inner, TransferLimits limits, TimeProvider time) : IObjectStore
{
    private readonly ResiliencePipeline _pipeline = new ResiliencePipelineBuilder { TimeProvider = time }
        .AddRetry(new RetryStrategyOptions
        {
            ShouldHandle = outcome => ValueTask.FromResult(outcome.Outcome.Exception is ObjectStoreException { IsTransient: true } or TimeoutRejectedException),
            MaxRetryAttempts = limits.Attempts - 1,
            BackoffType = DelayBackoffType.Exponential,
            UseJitter = true,
            Delay = limits.PauseFirst,
            MaxDelay = limits.PauseMax,
        })
        .AddTimeout(limits.AttemptTimeMax)
        .Build();

    /// <inheritdoc/>
    public Task<ObjectPage> ListAsync(string bucket, string prefix, string? next, CancellationToken stop) =>
        Run(token => inner.ListAsync(bucket, prefix, next, token), stop);

    /// <inheritdoc/>
    public Task<bool> ReadAsync(StoredObject source, long offset, Memory<byte> target, CancellationToken stop) =>
        Run(token => inner.ReadAsync(source, offset, target, token), stop);

    /// <inheritdoc/>
    public Task<long?> PartBytesAsync(StoredObject source, CancellationToken stop) =>
        Run(token => inner.PartBytesAsync(source, token), stop);

    /// <inheritdoc/>
    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        Run(token => Done(inner.WriteAsync(bucket, key, bytes, token)), stop);

    /// <inheritdoc/>
    public Task<string> BeginAsync(string bucket, string key, CancellationToken stop) =>
        Run(token => inner.BeginAsync(bucket, key, token), stop);

    /// <inheritdoc/>
    public Task<UploadedPart> WritePartAsync(string bucket, string key, string upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        Run(token => inner.WritePartAsync(bucket, key, upload, number, bytes, token), stop);

    /// <inheritdoc/>
    public Task CompleteAsync(string bucket, string key, string upload, IReadOnlyList<UploadedPart> parts, CancellationToken stop) =>
        Run(token => Done(inner.CompleteAsync(bucket, key, upload, parts, token)), stop);

    /// <inheritdoc/>
    public Task AbortAsync(string bucket, string key, string upload, CancellationToken stop) =>
        Run(token => Done(inner.AbortAsync(bucket, key, upload, token)), stop);

    /// <inheritdoc/>
    public Task DeleteAsync(string bucket, string key, CancellationToken stop) =>
        Run(token => Done(inner.DeleteAsync(bucket, key, token)), stop);

    /// <inheritdoc/>
    public void Dispose() => inner.Dispose();

    private async Task<T> Run<T>(Func<CancellationToken, Task<T>> request, CancellationToken stop)
    {
        try
        {
            return await _pipeline.ExecuteAsync(async token => await request(token).ConfigureAwait(false), stop).ConfigureAwait(false);
        }
        catch (TimeoutRejectedException exception)
        {
            throw new ObjectStoreException(ObjectStoreFailure.TimedOut, Tried($"no whole answer within {limits.AttemptTimeMax.TotalSeconds:0.###} s"), exception);
        }
        catch (ObjectStoreException exception) when (exception.IsTransient)
        {
            throw new ObjectStoreException(exception.Failure, Tried(exception.Message), exception);
        }
    }

    private string Tried(string message) => $"{message}; tried {limits.Attempts} times";

    private static async Task<bool> Done(Task task)
    {
        await task.ConfigureAwait(false);
        return true;
    }
}
