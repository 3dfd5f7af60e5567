using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Storage;

/// <summary>
/// A folder tree in the place of S3: a folder per bucket, and in it a file per object under the path that is its key.
/// Objects are put whole: readers see the old one or the new one.
/// </summary>
/// <param name="folder">The folder of the buckets.</param>
internal sealed class S3Root(string folder) : IObjectStorage
{
    private const string Uploads = ".uploads";

    private int _uploads;

    /// <inheritdoc/>
    public bool IsRemote => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> List(S3Location prefix)
    {
        var bucket = Path.Combine(folder, prefix.Bucket);
        var start = Path.Combine(bucket, prefix.Key[..(prefix.Key.LastIndexOf('/') + 1)]);
        if (!Directory.Exists(start)) return [];
        return
        [
            .. Directory.EnumerateFiles(start, "*", SearchOption.AllDirectories)
                .Select(path => Path.GetRelativePath(bucket, path))
                .Where(key => key.StartsWith(prefix.Key, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <inheritdoc/>
    public Stream Open(S3Location location)
    {
        try
        {
            return new FileStream(PathOf(location), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        }
        catch (Exception exception) when (exception is DirectoryNotFoundException or FileNotFoundException)
        {
            throw new FileNotFoundException($"there is no object {location}", exception);
        }
    }

    /// <inheritdoc/>
    public void Fetch(IReadOnlyList<(S3Location Source, string Path)> files)
    {
        foreach (var (location, path) in files)
        {
            using var source = Open(location);
            using var copy = new FileStream(path, FileMode.Create, FileAccess.Write);
            source.CopyTo(copy);
        }
    }

    /// <inheritdoc/>
    public void Put(S3Location location, Action<Stream> write)
    {
        var path = PathOf(location);
        var upload = Path.Combine(folder, Uploads, $"{Environment.ProcessId}-{Interlocked.Increment(ref _uploads)}");
        Directory.CreateDirectory(Path.GetDirectoryName(upload)!);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using (var file = new FileStream(upload, FileMode.Create, FileAccess.Write)) write(file);
            File.Move(upload, path, overwrite: true);
        }
        finally
        {
            File.Delete(upload);
        }
    }

    /// <inheritdoc/>
    public void Delete(S3Location location)
    {
        if (File.Exists(PathOf(location))) File.Delete(PathOf(location));
    }

    /// <summary>That the bucket's folder is not there, to be said behind its address: mostly another --s3-root was meant. Null when it is there.</summary>
    public string? Missing(S3Location location)
    {
        var bucket = Path.Combine(folder, location.Bucket);
        return Directory.Exists(bucket) ? null : $", since there is no folder {bucket} in the bucket's place";
    }

    /// <summary>Whether a folder tree can hold the location.</summary>
    public static bool CanHold(S3Location location) => IsPath(location.Bucket) && IsPath(location.Key);

    /// <summary>Whether a folder tree can hold a key, or the rest of one: no empty, "." or ".." part in it, and no zero character.</summary>
    public static bool IsPath(string key) =>
        !key.Contains('\0') && !key.StartsWith('/') && !key.Contains("//", StringComparison.Ordinal) && key.Split('/').All(part => part is not ("." or ".."));

    private string PathOf(S3Location location) =>
        CanHold(location)
            ? Path.Combine(folder, location.Bucket, location.Key)
            : throw new FileNotFoundException($"{location} is no key that a folder tree can hold");
}
