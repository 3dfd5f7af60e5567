using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.S3;

/// <summary>A job's storage in S3. Nothing connects, nor loads the SDK, before it is first asked for something.</summary>
public sealed class S3JobStorage : IJobStorage
{
    private const double BytesPerMegabyte = 1e6;

    private readonly Lazy<IObjectStore> _store;
    private readonly TransferLimits _limits;
    private readonly Action<string> _notice;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;

    /// <summary>Storage with the SDK's default chain of credentials, and its endpoint variables.</summary>
    /// <param name="getVariable">Reads an environment variable; null when it is not set.</param>
    /// <param name="notice">Is told what was done, on any thread.</param>
    /// <param name="warn">Is told what is not as it should be, on any thread.</param>
    /// <param name="time">For time limits and pauses.</param>
    public S3JobStorage(Func<string, string?> getVariable, Action<string> notice, Action<string> warn, TimeProvider time)
        : this(() => AmazonObjectStore.Open(getVariable, TransferLimits.Default.AttemptTimeMax), TransferLimits.Default, notice, warn, time)
    {
    }

    internal S3JobStorage(Func<IObjectStore> open, TransferLimits limits, Action<string> notice, Action<string> warn, TimeProvider time)
    {
        (_limits, _notice, _warn, _time) = (limits, notice, warn, time);
        _store = new Lazy<IObjectStore>(() => new ResilientStore(open(), limits, time));
    }

    /// <inheritdoc/>
    public void FetchPrefix(S3Location source, string folder, string where, CancellationToken stop) => Guarded(where, source, async () =>
    {
        var start = _time.GetTimestamp();
        var files = await FilesAsync(source, where, stop).ConfigureAwait(false);
        Directory.CreateDirectory(folder);
        var wanted = ChannelFolder.Missing(folder, files, where, source);
        var bytes = wanted.Sum(file => file.Source.Length);
        CheckSpace(folder, bytes, where, source);
        foreach (var parent in wanted.Select(file => Path.GetDirectoryName(file.Path)!).Distinct())
            Directory.CreateDirectory(parent);
        await new Downloads(_store.Value, _limits, _warn).RunAsync(wanted, stop).ConfigureAwait(false);
        var kept = files.Count - wanted.Count;
        Tell(where, source, wanted.Count, bytes, start, kept == 0 ? "downloaded" : $"downloaded, {kept} were there");
    });

    /// <inheritdoc/>
    public StoredFiles CheckPrefix(S3Location source, string where, CancellationToken stop)
    {
        StoredFiles found = default;
        Guarded(where, source, async () =>
        {
            var files = await FilesAsync(source, where, stop).ConfigureAwait(false);
            found = new StoredFiles(files.Count, files.Sum(file => file.Source.Length));
        });
        return found;
    }

    /// <inheritdoc/>
    public void CheckBucket(S3Location location, bool isListed, string where, CancellationToken stop) => Guarded(where, location, async () =>
    {
        try
        {
            await _store.Value.ListAsync(location.Bucket, location.Key, null, stop).ConfigureAwait(false);
        }
        catch (ObjectStoreException exception) when (!isListed && exception.Failure == ObjectStoreFailure.AccessDenied)
        {
            // who may only write there learns no more before it is time to
        }
    });

    /// <inheritdoc/>
    public void CheckWritable(S3Location location, string where, CancellationToken stop) => Guarded(where, location, async () =>
    {
        if (await ProbeObject.RunAsync(_store.Value, location, stop).ConfigureAwait(false) is { } exception)
            _warn($"{where}: {location.Within(ProbeObject.Name)}, which was written to find out whether that is allowed, stays: {exception.Message}");
    });

    /// <inheritdoc/>
    public void FetchObject(S3Location source, string file, long bytesMax, string where, CancellationToken stop) => Guarded(where, source, async () =>
    {
        var start = _time.GetTimestamp();
        // a listing tells a missing bucket from a missing object; HeadObject does not
        var page = await _store.Value.ListAsync(source.Bucket, source.Key, null, stop).ConfigureAwait(false);
        var found = page.Objects.FirstOrDefault(entry => entry.Key == source.Key)
            ?? throw Refused(where, $"{source}: found no such object, expected one", "correct the key; upper and lower case matter");
        if (found.Length > bytesMax)
            throw Refused(where, $"{source}: found {found.Length} bytes, expected at most {bytesMax}", "check that it is the right object");
        CheckSpace(Path.GetDirectoryName(file)!, found.Length, where, source);
        await new Downloads(_store.Value, _limits, _warn).RunAsync([(found, file)], stop).ConfigureAwait(false);
        Tell(where, source, 1, found.Length, start, "downloaded");
    });

    /// <inheritdoc/>
    public IFolderMirror Mirror(S3Location target, string folder, Func<string, bool> isMirrored, string where, CancellationToken stop)
    {
        FolderMirror? mirror = null;
        Guarded(where, target, async () =>
        {
            mirror = new FolderMirror(_store.Value, _limits, target, folder, isMirrored, where, _notice, _warn, _time);
            await mirror.RestoreAsync(stop).ConfigureAwait(false);
        });
        mirror!.Start();
        return mirror;
    }

    /// <inheritdoc/>
    public void UploadArchive(string folder, S3Location target, string where, CancellationToken stop) => Guarded(where, target, async () =>
    {
        var start = _time.GetTimestamp();
        var temporary = Directory.CreateTempSubdirectory("upload-").FullName;
        try
        {
            var archive = Path.Combine(temporary, "archive.tar.gz");
            if (FolderArchive.Write(folder, archive, stop) == 0)
                return;
            var bytes = await new Upload(_store.Value, _limits).RunAsync(archive, target.Bucket, target.Key, stop).ConfigureAwait(false);
            Tell(where, target, 1, bytes, start, "uploaded");
        }
        finally
        {
            Directory.Delete(temporary, recursive: true);
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_store.IsValueCreated)
            _store.Value.Dispose();
    }

    /// <summary>Objects below a prefix and their files; never none.</summary>
    private async Task<IReadOnlyList<(StoredObject Source, string Name)>> FilesAsync(S3Location source, string where, CancellationToken stop)
    {
        var found = await Listing.AllAsync(_store.Value, source.Bucket, source.Key, _limits, stop).ConfigureAwait(false);
        var obstacles = new List<string>();
        var files = PrefixNames.Of(found, source.Key, obstacles);
        if (files.Count == 0 && obstacles.Count == 0)
            throw Refused(where, $"{source}: found no object whose key begins so, expected the files of {where}", "correct the prefix; upper and lower case matter");
        if (obstacles.Count > 0)
            throw new JobInputException([.. obstacles.Select(obstacle => new Mistake(where, $"{source}: {obstacle}", "rename them, or give a prefix without them"))]);
        if (PrefixNames.IsAmbiguous(found, source.Key))
            _warn($"{where}: {source} without a slash at its end also means other keys that begin so, as it does on SageMaker");
        return files;
    }

    private static void Guarded(string where, S3Location location, Func<Task> work)
    {
        try
        {
            work().GetAwaiter().GetResult();
        }
        catch (ObjectStoreException exception)
        {
            throw StorageFailures.Of(exception, where, location);
        }
        catch (InvalidDataException exception)
        {
            throw Refused(where, $"{location}: {exception.Message}", "give a prefix with fewer objects");
        }
    }

    private static void CheckSpace(string folder, long bytes, string where, S3Location source)
    {
        var free = new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace;
        if (bytes > free)
            throw Refused(where, $"{source}: found {Megabytes(bytes)} to download, expected at most the {Megabytes(free)} that are free in {folder}", "give it a larger disk, or a prefix with less data");
    }

    private void Tell(string where, S3Location location, int count, long bytes, long start, string what)
    {
        var seconds = _time.GetElapsedTime(start).TotalSeconds;
        _notice(string.Create(CultureInfo.InvariantCulture, $"{where}: {location} {what}: {count} {(count == 1 ? "object" : "objects")}, {Megabytes(bytes)} in {seconds:0.0} s"));
    }

    private static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / BytesPerMegabyte:0.###} MB");

    private static JobInputException Refused(string where, string what, string fix) => new([new Mistake(where, Shown.OneLine(what), fix)]);
}
