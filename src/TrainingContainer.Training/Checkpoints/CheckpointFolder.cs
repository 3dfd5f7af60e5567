using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// A rank's checkpoints in the folder that the service keeps equal with S3. Whatever else is there (other ranks' files, sub-folders,
/// links, the service's markers) is neither listed nor deleted.
/// </summary>
/// <param name="path">The folder; without one there are no checkpoints.</param>
/// <param name="rank">Of this host.</param>
/// <remarks>
/// While the service uploads a file it keeps <c>FILE.sagemaker-uploading</c> beside it, and <c>FILE.sagemaker-uploaded</c> afterwards;
/// both come and go at any time. What is deleted here is deleted in S3 as well.
/// </remarks>
internal sealed class CheckpointFolder(string path, int rank)
{
    /// <summary>So many stay whatever is asked for: the newest can turn out damaged. On a full disk the one that is being written counts as one of them.</summary>
    public const int KeepMin = 2;

    /// <summary>The highest number to count on from; no job reaches it.</summary>
    public const long SequenceMax = 1_000_000_000_000_000;

    /// <summary>The folder.</summary>
    public string Path { get; } = path;

    /// <summary>A checkpoint's file.</summary>
    public string PathOf(CheckpointName name) => System.IO.Path.Combine(Path, name.ToString());

    /// <summary>The checkpoints of this rank, newest first; any of them may be gone by the time it is opened.</summary>
    /// <exception cref="IOException">The folder can't be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    public IReadOnlyList<CheckpointName> List() => [.. Named(isFile: true).OrderDescending(BySequence)];

    /// <summary>The number of the next checkpoint: above all that are there, 1 for the first.</summary>
    /// <inheritdoc cref="List" path="/exception"/>
    /// <exception cref="JobInputException">There is no room for more numbers above one that is there.</exception>
    public long NextSequence()
    {
        var newest = Named(isFile: false).OrderDescending(BySequence).FirstOrDefault();
        return newest.Sequence <= SequenceMax ? newest.Sequence + 1 : throw new JobInputException([new($"checkpoint {newest}",
            $"found the number {newest.Sequence}, expected at most {SequenceMax}, so that later ones can have higher numbers", $"remove it from {Path} and from S3")]);
    }

    /// <summary>Removes this rank's files that a killed run left half-written.</summary>
    /// <returns>A sentence for each that can't be removed.</returns>
    public IReadOnlyList<string> RemoveTemporaries() => Tolerant(warnings =>
    {
        foreach (var prefix in new[] { CheckpointName.PrefixOf(rank), ProgressFile.NameOf(rank) })
        {
            foreach (var file in Entries().Where(file => IsTemporary(file, prefix)))
                Delete(file.FullName, warnings);
        }
    });

    /// <summary>Deletes the oldest checkpoints beyond the newest ones that are to be kept.</summary>
    /// <param name="keep">How many of the newest stay; at least <see cref="KeepMin"/> do.</param>
    /// <param name="isOurs">Whether it is this job's, and whole; others are neither counted nor deleted.</param>
    /// <param name="isBest">Whether it holds the best epoch; such a one stays.</param>
    /// <returns>A sentence for each that can't be deleted. One that is being uploaded is none of them: a later call takes it.</returns>
    public IReadOnlyList<string> Retain(int keep, Func<CheckpointName, bool> isOurs, Func<CheckpointName, bool> isBest) => Tolerant(warnings =>
    {
        foreach (var name in Deletable(List().Where(isOurs).Skip(Math.Max(keep, KeepMin)), isBest))
            Delete(name, warnings);
    });

    /// <summary>
    /// Deletes, oldest first and until they make room enough, the checkpoints that <see cref="Retain"/> would delete if there were one more. Does nothing unless
    /// one of the newer ones is whole.
    /// </summary>
    /// <param name="keep">How many are to be kept, the next one included.</param>
    /// <param name="bytes">Of the next one.</param>
    /// <param name="isOurs">Whether it is this job's; others are neither counted nor deleted.</param>
    /// <param name="isBest">Whether it holds the best epoch; such a one stays.</param>
    /// <param name="isWhole">Whether all of its bytes are as they were written.</param>
    /// <returns>Those that were deleted.</returns>
    public IReadOnlyList<CheckpointName> MakeRoom(
        int keep, long bytes, Func<CheckpointName, bool> isOurs, Func<CheckpointName, bool> isBest, Func<CheckpointName, bool> isWhole)
    {
        var deleted = new List<CheckpointName>();
        // what can't be deleted makes no room, and the write that failed for want of it tells why
        Tolerant(warnings =>
        {
            var ours = List().Where(isOurs).ToList();
            var staying = Math.Max(keep, KeepMin) - 1;
            var (freed, isSafe) = (0L, false);
            foreach (var name in Deletable(ours.Skip(staying), isBest))
            {
                if (freed >= bytes || !(isSafe = isSafe || ours.Take(staying).Any(isWhole)))
                    return;
                var length = new FileInfo(PathOf(name)).Length;
                if (!Delete(name, warnings))
                    continue;
                deleted.Add(name);
                freed += length;
            }
        });
        return deleted;
    }

    private static Comparer<CheckpointName> BySequence { get; } = Comparer<CheckpointName>.Create(
        (one, other) => (one.Sequence, one.Step).CompareTo((other.Sequence, other.Step)));

    private static bool IsBeingUploaded(string file) => File.Exists($"{file}.sagemaker-uploading") && !File.Exists($"{file}.sagemaker-uploaded");

    private static bool IsTemporary(FileSystemInfo file, string prefix) =>
        file.Name.StartsWith($".{prefix}", StringComparison.Ordinal) && file.Name.EndsWith(TemporaryEnding, StringComparison.Ordinal)
        && !file.Attributes.HasFlag(FileAttributes.Directory);

    private static string TemporaryEnding => System.IO.Path.GetExtension(WholeFile.TemporaryPattern);

    /// <summary>Of some checkpoints, newest first, those that may be deleted, oldest first.</summary>
    private IEnumerable<CheckpointName> Deletable(IEnumerable<CheckpointName> names, Func<CheckpointName, bool> isBest) =>
        names.Reverse().Where(name => !IsBeingUploaded(PathOf(name)) && !isBest(name));

    private bool Delete(CheckpointName name, List<string> warnings)
    {
        var file = PathOf(name);
        FaultScope.Reach(FaultPoint.Deleting, file);
        return Delete(file, warnings);
    }

    private static bool Delete(string file, List<string> warnings)
    {
        try
        {
            File.Delete(file);
            return true;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"{file} can't be deleted: {exception.Message}");
            return false;
        }
    }

    private List<string> Tolerant(Action<List<string>> work)
    {
        var warnings = new List<string>();
        try
        {
            work(warnings);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            warnings.Add($"old checkpoints in {Path} can't be deleted: {exception.Message}");
        }
        return warnings;
    }

    private IEnumerable<CheckpointName> Named(bool isFile) =>
        from entry in Entries()
        where !isFile || IsFile(entry)
        let name = CheckpointName.TryParse(entry.Name)
        where name?.Rank == rank
        select name.Value;

    // of what has vanished the attributes are -1: all of them set
    private static bool IsFile(FileSystemInfo entry) => !entry.Attributes.HasFlag(FileAttributes.Directory) && !entry.Attributes.HasFlag(FileAttributes.ReparsePoint);

    private FileSystemInfo[] Entries()
    {
        try
        {
            return new DirectoryInfo(Path).GetFileSystemInfos();
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
    }
}
