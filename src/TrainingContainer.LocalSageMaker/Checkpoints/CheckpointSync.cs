using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Checkpoints;

/// <summary>
/// Keeps S3 equal with a host's checkpoint folder, as the service does: everything under the URI comes down before the container starts; then new and
/// changed files go up as they are, and a file that the container deletes is deleted there too. While a file goes up, <c>FILE.sagemaker-uploading</c> stands
/// beside it, and <c>FILE.sagemaker-uploaded</c> afterwards. Files that end in <c>.sagemaker-ignore</c> stay.
/// </summary>
/// <param name="storage">Where to.</param>
/// <param name="uri">A prefix: what else begins so comes down too.</param>
/// <param name="folder">The folder on this machine.</param>
internal sealed class CheckpointSync(S3Root storage, S3Location uri, string folder)
{
    private const string Uploading = ".sagemaker-uploading";
    private const string Uploaded = ".sagemaker-uploaded";
    private const string Ignored = ".sagemaker-ignore";

    private readonly Dictionary<string, (long Length, DateTime Time)> _known = [];

    /// <summary>Fills the folder.</summary>
    public void Restore()
    {
        Directory.CreateDirectory(folder);
        foreach (var key in storage.List(uri))
        {
            var name = key[uri.Key.Length..].TrimStart('/');
            var path = Path.Combine(folder, name.Length == 0 ? Path.GetFileName(key) : name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var source = storage.Open(uri with { Key = key }))
            using (var copy = new FileStream(path, FileMode.Create, FileAccess.Write)) source.CopyTo(copy);
            var file = new FileInfo(path);
            _known[Path.GetRelativePath(folder, path)] = (file.Length, file.LastWriteTimeUtc);
        }
    }

    /// <summary>Takes up what has changed since the last time. The container goes on writing meanwhile: what vanishes is passed over.</summary>
    public void Upload()
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
