using System.Collections.Concurrent;

namespace TrainingContainer.S3.Tests;

/// <summary>S3 in memory, with the ETags of S3, and with faults that a test asks for.</summary>
internal sealed class MemoryStore : IObjectStore
{
    public const string Bucket = "bucket";

    private static readonly DateTimeOffset Modified = DateTimeOffset.UnixEpoch + TimeSpan.FromDays(20_000);

    private readonly ConcurrentDictionary<string, List<(int Number, byte[] Bytes)>> _uploads = [];
    private int _running;
    private int _uploadNumber;

    public ConcurrentDictionary<string, (byte[] Bytes, string ETag, int? PartBytes)> Objects { get; } = [];

    /// <summary>What was asked for: <c>read a.csv 0</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Is asked at each call; what it returns is thrown.</summary>
    public Func<string, Exception?> Fault { get; set; } = _ => null;

    /// <summary>Changes what a read brings.</summary>
    public Action<string, Memory<byte>> Damage { get; set; } = (_, _) => { };

    /// <summary>Waited for within each call.</summary>
    public Func<string, CancellationToken, Task> Wait { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Objects of a page.</summary>
    public int PageSize { get; init; } = 1_000;

    public bool IsEncrypted { get; init; }

    public int RunningMost { get; private set; }

    public int UploadsOpen => _uploads.Count;

    public MemoryStore Put(string key, byte[] bytes, int? partBytes = null)
    {
        var etag = partBytes is { } size ? ContentMd5.ETagOfParts([.. bytes.Chunk(size).Select(part => ContentMd5.Of(part))]) : ContentMd5.Hex(ContentMd5.Of(bytes));
        Objects[key] = (bytes, etag, partBytes);
        return this;
    }

    public StoredObject Find(string key) => new(Bucket, key, Objects[key].Bytes.Length, Objects[key].ETag, Modified);

    public Task<ObjectPage> ListAsync(string bucket, string prefix, string? next, CancellationToken stop) => Call($"list {prefix} {next}".Trim(), stop, () =>
    {
        var keys = Objects.Keys.Where(key => key.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal).SkipWhile(key => string.CompareOrdinal(key, next ?? "") <= 0).ToList();
        return new ObjectPage([.. keys.Take(PageSize).Select(Find)], keys.Count > PageSize ? keys[PageSize - 1] : null);
    });

    public Task<bool> ReadAsync(StoredObject source, long offset, Memory<byte> target, CancellationToken stop)
    {
        var call = $"read {source.Key} {offset}";
        return Call(call, stop, () =>
        {
            if (!Objects.TryGetValue(source.Key, out var found))
                throw new ObjectStoreException(ObjectStoreFailure.NoSuchKey, "404 NoSuchKey");
            found.Bytes.AsMemory((int)offset, target.Length).CopyTo(target);
            Damage(call, target);
            return !IsEncrypted;
        });
    }

    public Task<long?> PartBytesAsync(StoredObject source, CancellationToken stop) => Call($"part {source.Key}", stop, () => (long?)Objects[source.Key].PartBytes);

    public Task WriteAsync(string bucket, string key, ReadOnlyMemory<byte> bytes, CancellationToken stop) =>
        Call($"write {key}", stop, () => Put(key, bytes.ToArray()));

    public Task<string> BeginAsync(string bucket, string key, CancellationToken stop) => Call($"begin {key}", stop, () =>
    {
        var id = $"upload{Interlocked.Increment(ref _uploadNumber)}";
        _uploads[id] = [];
        return id;
    });

    public Task<UploadedPart> WritePartAsync(string bucket, string key, string upload, int number, ReadOnlyMemory<byte> bytes, CancellationToken stop) => Call($"part {key} {number}", stop, () =>
    {
        lock (_uploads[upload])
            _uploads[upload].Add((number, bytes.ToArray()));
        return new UploadedPart(ContentMd5.Hex(ContentMd5.Of(bytes.Span)), $"checksum {number}");
    });

    public Task CompleteAsync(string bucket, string key, string upload, IReadOnlyList<UploadedPart> parts, CancellationToken stop) => Call($"complete {key}", stop, () =>
    {
        if (!_uploads.TryRemove(upload, out var written))
            throw new ObjectStoreException(ObjectStoreFailure.NoSuchUpload, "404 NoSuchUpload");
        var ordered = written.OrderBy(part => part.Number).ToList();
        ordered.Select(part => ContentMd5.Hex(ContentMd5.Of(part.Bytes))).ShouldBe(parts.Select(part => part.ETag));
        parts.Select(part => part.Checksum).ShouldBe(ordered.Select(part => $"checksum {part.Number}"));
        return Put(key, [.. ordered.SelectMany(part => part.Bytes)], ordered[0].Bytes.Length);
    });

    public Task AbortAsync(string bucket, string key, string upload, CancellationToken stop) => Call($"abort {key}", stop, () => _uploads.TryRemove(upload, out _));

    public Task DeleteAsync(string bucket, string key, CancellationToken stop) => Call($"delete {key}", stop, () => Objects.TryRemove(key, out _));

    public void Dispose()
    {
    }

    private async Task<T> Call<T>(string name, CancellationToken stop, Func<T> act)
    {
        Calls.Enqueue(name);
        lock (Calls)
            RunningMost = Math.Max(RunningMost, ++_running);
        try
        {
            await Task.Yield();
            stop.ThrowIfCancellationRequested();
            await Wait(name, stop);
            return Fault(name) is { } fault ? throw fault : act();
        }
        finally
        {
            lock (Calls)
                _running--;
        }
    }
}
