namespace TrainingContainer.S3.Tests;

/// <summary>A store that completes an upload and loses the first answer about it.</summary>
internal sealed class LostAnswer(MemoryStore inner) : IObjectStore
{
    public int Completions { get; private set; }

    public async Task CompleteAsync(string bucket, string key, string upload, IReadOnlyList<UploadedPart> parts, CancellationToken stop)
    {
        Completions++;
        await inner.CompleteAsync(bucket, key, upload, parts, stop);
        if (Completions == 1)
            throw new ObjectStoreException(ObjectStoreFailure.NoConnection, "reset");
    }

    public Task<ObjectPage> ListAsync(string bucket, string prefix, string? next, CancellationToken stop) => inner.ListAsync(bucket, prefix, next, stop);

    public Task<bool> ReadAsync(StoredObject source, long offset, Memory<byte> target, CancellationToken stop) => inner.ReadAsync(source, offset, target, stop);

    public Task<long?> PartBytesAsync(StoredObject source, CancellationToken stop) => inner.PartBytesAsync(source, stop);

    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken stop) => inner.WriteAsync(bucket, key, bytes, stop);

    public Task<string> BeginAsync(string bucket, string key, CancellationToken stop) => inner.BeginAsync(bucket, key, stop);

    public Task<UploadedPart> WritePartAsync(string bucket, string key, string upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        inner.WritePartAsync(bucket, key, upload, number, bytes, stop);

    public Task AbortAsync(string bucket, string key, string upload, CancellationToken stop) => inner.AbortAsync(bucket, key, upload, stop);

    public Task DeleteAsync(string bucket, string key, CancellationToken stop) => inner.DeleteAsync(bucket, key, stop);

    public void Dispose()
    {
    }
}
