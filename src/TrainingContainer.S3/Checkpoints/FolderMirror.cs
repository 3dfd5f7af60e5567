using System.Globalization;
using System.Threading.Channels;
using TrainingContainer.SageMaker;
using Changes = System.Threading.Channels.Channel;

namespace TrainingContainer.S3;

/// <summary>
/// Keeps a prefix in S3 equal with a folder, as the service does with CheckpointConfig: what is new here is uploaded, the newest first, and
/// what has been both here and there, and is gone here, is then deleted there. One look at the folder at a time; whatever changes
/// meanwhile is one more look, so that nothing piles up when S3 is slower than the job.
/// </summary>
internal sealed class FolderMirror : IFolderMirror
{
    /// <summary>The pause before a look that failed is repeated, unless the folder changes before.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(30);

    private readonly IObjectStore _store;
    private readonly TransferLimits _limits;
    private readonly S3Location _target;
    private readonly string _folder;
    private readonly string _where;
    private readonly Func<string, bool> _isMirrored;
    private readonly Action<string> _notice;
    private readonly Action<string> _warn;
    private readonly TimeProvider _time;
    private readonly Dictionary<string, (long Length, DateTime Written)> _stored = new(StringComparer.Ordinal);
    private readonly HashSet<string> _leftAlone = new(StringComparer.Ordinal);
    private readonly Channel<bool> _changes = Changes.CreateBounded<bool>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });
    private readonly CancellationTokenSource _end = new();
    private Task<bool>? _work;
    private string? _warned;

    /// <summary>Does nothing before <see cref="RestoreAsync"/>.</summary>
    public FolderMirror(
        IObjectStore store, TransferLimits limits, S3Location target, string folder, Func<string, bool> isMirrored, string where,
        Action<string> notice, Action<string> warn, TimeProvider time)
    {
        (_store, _limits, _folder, _isMirrored, _where, _notice, _warn, _time) = (store, limits, folder, isMirrored, where, notice, warn, time);
        _target = target.Within("");
    }

    /// <summary>Downloads what the folder lacks.</summary>
    /// <exception cref="ObjectStoreException">It can't.</exception>
    /// <exception cref="IOException">It can't be written.</exception>
    /// <exception cref="InvalidDataException">There are too many objects.</exception>
    public async Task RestoreAsync(CancellationToken stop)
    {
        var missing = new List<(StoredObject Source, string Path)>();
        foreach (var source in await Listing.AllAsync(_store, _target.Bucket, _target.Key, _limits, stop).ConfigureAwait(false))
        {
            var name = source.Key[_target.Key.Length..];
            if (name.Contains('/') || TransferFile.IsTemporary(name) || !_isMirrored(name))
                continue;
            var here = new FileInfo(Path.Combine(_folder, name));
            if (!here.Exists)
            {
                missing.Add((source, here.FullName));
            }
            else if (here.Length != source.Length)
            {
                _leftAlone.Add(name);
                _warn($"{here.FullName} has {here.Length} bytes and {source} has {source.Length}: both stay as they are");
            }
            else
            {
                _stored[name] = (here.Length, here.LastWriteTimeUtc);
            }
        }

        await new Downloads(_store, _limits, _warn).RunAsync(missing, stop).ConfigureAwait(false);
        foreach (var (source, path) in missing)
            _stored[Path.GetFileName(path)] = (source.Length, File.GetLastWriteTimeUtc(path));
        if (missing.Count > 0)
            _notice(string.Create(CultureInfo.InvariantCulture, $"{missing.Count} files ({missing.Sum(file => file.Source.Length) / 1e6:0.###} MB) restored from {_target} into {_folder}"));
    }

    /// <summary>Begins to look at the folder whenever it changes.</summary>
    public void Start() => _work = Task.Run(WorkAsync);

    /// <inheritdoc/>
    public void Changed() => _changes.Writer.TryWrite(true);

    /// <inheritdoc/>
    public bool Finish(TimeSpan timeMax)
    {
        if (_work is null)
            return true;
        Changed();
        _changes.Writer.TryComplete();
        using var late = _time.CreateTimer(_ => _end.Cancel(), null, timeMax, Timeout.InfiniteTimeSpan);
        var isEqual = _work.GetAwaiter().GetResult();
        _work = null;
        if (!isEqual)
            _warn($"the newest files of {_folder} are not all in {_target}: {_warned ?? $"the upload did not end within {timeMax.TotalSeconds:0} s"}");
        return isEqual;
    }

    /// <summary>Ends it without waiting for uploads.</summary>
    public void Dispose()
    {
        _changes.Writer.TryComplete();
        _end.Cancel();
        _work?.GetAwaiter().GetResult();
        _end.Dispose();
    }

    /// <summary>Whether the last look found, or made, both equal.</summary>
    private async Task<bool> WorkAsync()
    {
        var isEqual = true;
        try
        {
            while (await AskedAsync(isEqual).ConfigureAwait(false))
            {
                while (_changes.Reader.TryRead(out _))
                {
                    // several changes, one look
                }
                isEqual = await SynchronizeAsync(_end.Token).ConfigureAwait(false);
            }
            return isEqual;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Waits for a change, or after a failure for the time to try again; false at the end.</summary>
    private async Task<bool> AskedAsync(bool isEqual)
    {
        var change = _changes.Reader.WaitToReadAsync(_end.Token).AsTask();
        if (isEqual)
            return await change.ConfigureAwait(false);
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
        var first = await Task.WhenAny(change, Task.Delay(RetryAfter, _time, pause.Token)).ConfigureAwait(false);
        await pause.CancelAsync().ConfigureAwait(false);
        return first != change || await change.ConfigureAwait(false);
    }

    /// <summary>Uploads and deletes until both are equal; false when something failed, which is told once.</summary>
    private async Task<bool> SynchronizeAsync(CancellationToken stop)
    {
        try
        {
            while (Newest() is { } file)
            {
                var (length, written) = (file.Length, file.LastWriteTimeUtc);
                try
                {
                    await new Upload(_store, _limits).RunAsync(file.FullName, _target.Bucket, _target.Key + file.Name, stop).ConfigureAwait(false);
                }
                catch (FileNotFoundException)
                {
                    // deleted since the look: nothing is to be uploaded any more
                    continue;
                }
                _stored[file.Name] = (length, written);
            }

            var here = Files().Select(file => file.Name).ToHashSet(StringComparer.Ordinal);
            foreach (var name in _stored.Keys.Where(name => !here.Contains(name)).ToList())
            {
                await _store.DeleteAsync(_target.Bucket, _target.Key + name, stop).ConfigureAwait(false);
                _stored.Remove(name);
            }

            if (_warned is not null)
                _notice($"{_target} is equal with {_folder} again");
            _warned = null;
            return true;
        }
        catch (Exception exception) when (exception is ObjectStoreException or IOException or UnauthorizedAccessException)
        {
            var text = exception is ObjectStoreException failure ? StorageFailures.Text(failure, _where, _target) : exception.Message;
            if (_warned is null)
                _warn($"{_folder} could not be mirrored: {text}. Training goes on, and it is tried again");
            _warned = text;
            return false;
        }
    }

    /// <summary>The newest file that S3 doesn't have as it is.</summary>
    private FileInfo? Newest() => Files()
        .Where(file => !_stored.TryGetValue(file.Name, out var stored) || stored != (file.Length, file.LastWriteTimeUtc))
        .OrderByDescending(file => file.LastWriteTimeUtc).ThenByDescending(file => file.Name, StringComparer.Ordinal).FirstOrDefault();

    private IEnumerable<FileInfo> Files() => new DirectoryInfo(_folder).GetFiles()
        .Where(file => _isMirrored(file.Name) && !_leftAlone.Contains(file.Name) && !TransferFile.IsTemporary(file.Name) && file.Exists && file.LinkTarget is null);
}
