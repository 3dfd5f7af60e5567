using System.Collections.Concurrent;
using TrainingContainer.S3;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>S3 itself, or a server that speaks its API. Requests are repeated and bounded as the store and the limits say.</summary>
/// <param name="open">Opens the store, when it is first needed; it lives as long as the process.</param>
/// <param name="limits">Of pieces and requests.</param>
/// <param name="name">What messages call it.</param>
/// <param name="uploads">
/// A folder that nobody else uses. An object is written there before it is uploaded: it goes up as it was at one moment, in parts that can be repeated,
/// and takes no more memory than a few parts.
/// </param>
/// <param name="warn">Is told what is odd.</param>
internal sealed class S3Endpoint(Func<IObjectStore> open, TransferLimits limits, string name, string uploads, Action<string> warn) : IObjectStorage
{
    private readonly Lazy<IObjectStore> _store = new(open);
    private readonly ConcurrentDictionary<S3Location, StoredObject> _listed = new();
    private int _uploads;

    /// <inheritdoc/>
    public bool IsRemote => true;

    /// <inheritdoc/>
    public IReadOnlyList<string> List(S3Location prefix) => Guarded(prefix, () =>
    {
        var keys = new List<string>();
        try
        {
            foreach (var found in Listing.AllAsync(_store.Value, prefix.Bucket, prefix.Key, limits, CancellationToken.None).GetAwaiter().GetResult())
            {
                if (found.Length == 0 && found.Key.EndsWith('/')) continue;
                keys.Add(found.Key);
                _listed[prefix with { Key = found.Key }] = found;
            }
        }
        catch (InvalidDataException exception)
        {
            throw new StorageException($"{name}: {prefix}: {exception.Message}", exception);
        }

        return keys;
    });

    /// <inheritdoc/>
    public Stream Open(S3Location location) => Guarded(location, () =>
    {
        var source = Find(location);
        return new ObjectStream(_store.Value, source, PieceBytes(source), exception => Failure(exception, location));
    });

    /// <inheritdoc/>
    public void Fetch(IReadOnlyList<(S3Location Source, string Path)> files)
    {
        if (files.Count == 0) return;
        Guarded(files[0].Source, () =>
        {
            var wanted = files.Select(file => (_listed.TryGetValue(file.Source, out var found) ? found : Find(file.Source), file.Path)).ToList();
            new Downloads(_store.Value, limits, warn).RunAsync(wanted, CancellationToken.None).GetAwaiter().GetResult();
            return true;
        });
    }

    /// <inheritdoc/>
    public void Put(S3Location location, Action<Stream> write) => Guarded(location, () =>
    {
        Directory.CreateDirectory(uploads);
        var path = Path.Combine(uploads, $"{Environment.ProcessId}-{Interlocked.Increment(ref _uploads)}");
        try
        {
            using (var file = new FileStream(path, FileMode.Create, FileAccess.Write)) write(file);
            return new Upload(_store.Value, limits).RunAsync(path, location.Bucket, location.Key, CancellationToken.None).GetAwaiter().GetResult();
        }
        finally
        {
            File.Delete(path);
        }
    });

    /// <inheritdoc/>
    public void Delete(S3Location location) => Guarded(location, () =>
    {
        _store.Value.DeleteAsync(location.Bucket, location.Key, CancellationToken.None).GetAwaiter().GetResult();
        return true;
    });

    // a listing tells a missing bucket from a missing object; of all keys that begin so the shortest comes first
    private StoredObject Find(S3Location location)
    {
        var page = _store.Value.ListAsync(location.Bucket, location.Key, null, CancellationToken.None).GetAwaiter().GetResult();
        return page.Objects.FirstOrDefault(found => found.Key == location.Key) ?? throw new FileNotFoundException($"there is no object {location}");
    }

    // the object's own parts, where they are small enough: then the ETag tells whether the bytes are right
    private int PieceBytes(StoredObject source) =>
        ContentMd5.PartsOf(source.ETag) is > 1 && _store.Value.PartBytesAsync(source, CancellationToken.None).GetAwaiter().GetResult() is { } bytes && bytes <= 2 * limits.PieceBytes
            ? (int)bytes
            : limits.PieceBytes;

    private T Guarded<T>(S3Location location, Func<T> act)
    {
        try
        {
            return act();
        }
        catch (ObjectStoreException exception)
        {
            throw Failure(exception, location);
        }
    }

    private StorageException Failure(ObjectStoreException exception, S3Location location) => new(StorageFailures.Text(exception, name, location), exception);
}
