namespace TrainingContainer.SageMaker;

/// <summary>
/// What the service does for a job on SageMaker, for jobs elsewhere: brings channels and code from S3, keeps checkpoints there, and takes
/// results there. Every method tells what is wrong by <see cref="JobInputException"/> (the user can correct it) or <see cref="IOException"/>
/// (a retry can help), after all retries and within bounded time.
/// </summary>
public interface IJobStorage : IDisposable
{
    /// <summary>Downloads every object whose key begins with a prefix, as an S3Prefix channel in File mode.</summary>
    /// <param name="source">The prefix.</param>
    /// <param name="folder">Made when missing. What an earlier download of the same objects left is kept; anything else there is a mistake.</param>
    /// <param name="where">Who asks, for messages: <c>channel train</c>.</param>
    /// <param name="stop">Ends it at once.</param>
    void FetchPrefix(S3Location source, string folder, string where, CancellationToken stop);

    /// <summary>Looks at what <see cref="FetchPrefix"/> would download, refuses what it would refuse, and downloads nothing.</summary>
    /// <param name="source">The prefix.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>What would be downloaded into an empty folder.</returns>
    StoredFiles CheckPrefix(S3Location source, string where, CancellationToken stop);

    /// <summary>Looks whether a bucket is there. Its prefix may be empty.</summary>
    /// <param name="location">In the bucket.</param>
    /// <param name="isListed">Whether the job will list it; if not, a listing that is not allowed is no mistake.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends it at once.</param>
    void CheckBucket(S3Location location, bool isListed, string where, CancellationToken stop);

    /// <summary>Finds out whether objects can be written below a prefix: writes a small one and removes it.</summary>
    /// <param name="location">The prefix.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends it at once.</param>
    void CheckWritable(S3Location location, string where, CancellationToken stop);

    /// <summary>Downloads one object.</summary>
    /// <param name="source">Its whole key.</param>
    /// <param name="file">Its place here; it is there whole or not at all.</param>
    /// <param name="bytesMax">A larger one is a mistake.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends it at once.</param>
    void FetchObject(S3Location source, string file, long bytesMax, string where, CancellationToken stop);

    /// <summary>Brings a folder's files from S3 and, from then on, keeps S3 equal with it in the background.</summary>
    /// <param name="target">The prefix; a slash is added when it has none.</param>
    /// <param name="folder">Exists. A file that is there already is not overwritten.</param>
    /// <param name="isMirrored">Which file names take part; all others are left alone on both sides.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends the download; not the mirror.</param>
    IFolderMirror Mirror(S3Location target, string folder, Func<string, bool> isMirrored, string where, CancellationToken stop);

    /// <summary>Uploads a folder's content as a tar.gz, as the service does at the end of a job. An empty folder is no archive.</summary>
    /// <param name="folder">Its files are at the top of the archive.</param>
    /// <param name="target">The object; an older one is replaced.</param>
    /// <param name="where">Who asks, for messages.</param>
    /// <param name="stop">Ends it at once.</param>
    void UploadArchive(string folder, S3Location target, string where, CancellationToken stop);
}
