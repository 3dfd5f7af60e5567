using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Checkpoints;

/// <summary>
/// Keeps S3 equal with a host's checkpoint folder, as the service does: everything under the URI comes down before the container starts; then new and
/// changed files go up as they are, and a file that the container deletes is deleted there too. While a file goes up, <c>FILE.sagemaker-uploading</c> stands
/// beside it, and <c>FILE.sagemaker-uploaded</c> afterwards. Files that end in <c>.sagemaker-ignore</c> stay. An upload or a deletion that fails is told
/// once, and made up for by the next look at the folder; it fails no job.
/// </summary>
/// <param name="storage">Where to.</param>
/// <param name="uri">A prefix: what else begins so comes down too.</param>
/// <param name="folder">The folder on this machine.</param>
/// <param name="warn">Is told when an upload fails, and when one succeeds again.</param>
internal sealed class CheckpointSync(IObjectStorage storage, S3Location uri, string folder, Action<string>? warn = null)
{
    private const string Uploading = ".sagemaker-uploading";
    private const string Uploaded = ".sagemaker-uploaded";
    private const string Ignored = ".sagemaker-ignore";

    private readonly Dictionary<string, (long Length, DateTime Time)> _known = [];
    private bool _isFailing;

    /// <summary>Fills the folder.</summary>
    /// <exception cref="ChannelException">Something of it can't be brought.</exception>
    public void Restore()
    {
        Directory.CreateDirectory(folder);
        try
        {
            var files = storage.List(uri).Select(key => (uri with { Key = key }, PathOf(key))).ToArray();
            foreach (var (_, path) in files) Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            storage.Fetch(files);
            foreach (var file in files.Select(file => new FileInfo(file.Item2)))
                _known[Path.GetRelativePath(folder, file.FullName)] = (file.Length, file.LastWriteTimeUtc);
        }
        catch (Exception exception) when (exception is FileNotFoundException or StorageException)
        {
            throw new ChannelException($"checkpoints: {exception.Message}");
        }
    }

    /// <summary>Takes up what has changed since the last time. The container goes on writing meanwhile: what vanishes is passed over.</summary>
    public void Upload()
    {
        try
        {
            Synchronize();
            if (_isFailing) warn?.Invoke($"checkpoints: {uri} is equal with the container's folder again");
            _isFailing = false;
        }
        catch (StorageException exception)
        {
            if (!_isFailing) warn?.Invoke($"checkpoints: {exception.Message}. Training goes on, and it is tried again");
            _isFailing = true;
        }
    }

    private void Synchronize()
    {
        if (Files() is not { } files) return;
        var present = new HashSet<string>();
        foreach (var file in files)
        {
            var name = Path.GetRelativePath(folder, file.FullName);
            if (file.LinkTarget is not null || ((string[])[Uploading, Uploaded, Ignored]).Any(suffix => name.EndsWith(suffix, StringComparison.Ordinal))) continue;
            try
            {
                present.Add(name);
                var state = (file.Length, file.LastWriteTimeUtc);
                if (_known.TryGetValue(name, out var known) && known == state) continue;
                Upload(file, name);
                _known[name] = state;
            }
            catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
            {
                present.Remove(name);
            }
        }

        foreach (var name in _known.Keys.Where(name => !present.Contains(name)).ToArray())
        {
            storage.Delete(uri.Within(name));
            var marker = Path.Combine(folder, name + Uploaded);
            if (File.Exists(marker)) File.Delete(marker);
            _known.Remove(name);
        }
    }

    private string PathOf(string key)
    {
        var name = key[uri.Key.Length..].TrimStart('/');
        return S3Root.IsPath(name) ? Path.Combine(folder, name.Length == 0 ? Path.GetFileName(key) : name)
            : throw new ChannelException($"checkpoints: found the key {Shown.Quoted(key)}, which can't be a file's path, expected one without empty, \".\" or \"..\" parts");
    }

    // Null when a folder vanished while it was read: what is missing then need not have been deleted.
    private FileInfo[]? Files()
    {
        if (!Directory.Exists(folder)) return [];
        try
        {
            return new DirectoryInfo(folder).GetFiles("*", SearchOption.AllDirectories);
        }
        catch (DirectoryNotFoundException)
        {
            return null;
        }
    }

    private void Upload(FileInfo file, string name)
    {
        using var source = RegularFile.TryOpen(file.FullName);
        if (source is null) return;
        File.WriteAllText(file.FullName + Uploading, "");
        try
        {
            storage.Put(uri.Within(name), source.CopyTo);
            File.WriteAllText(file.FullName + Uploaded, "");
        }
        finally
        {
            File.Delete(file.FullName + Uploading);
        }
    }
}
