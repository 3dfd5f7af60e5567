using System.Collections.Concurrent;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training.Tests;

/// <summary>Storage that writes down what it is asked for, and brings what a test gives it.</summary>
internal sealed class RecordedStorage : IJobStorage, IFolderMirror
{
    public ConcurrentQueue<string> Calls { get; } = [];

    /// <summary>Brings an object or a prefix to a path.</summary>
    public Action<S3Location, string> Bring { get; init; } = (_, _) => { };

    /// <summary>Restores checkpoints into a folder.</summary>
    public Action<string> Restore { get; init; } = _ => { };

    public Func<string, bool> IsMirrored { get; private set; } = _ => false;

    public string MirroredFolder { get; private set; } = "";

    /// <summary>Files of the mirrored folder when the mirror was last told of a change.</summary>
    public string[] Seen { get; private set; } = [];

    public void FetchPrefix(S3Location source, string folder, string where, CancellationToken stop)
    {
        Calls.Enqueue($"prefix {source} for {where}");
        Bring(source, folder);
    }

    /// <summary>Answers questions about a location; throws what S3 would refuse.</summary>
    public Func<S3Location, StoredFiles> Look { get; init; } = _ => new StoredFiles(1, 1);

    /// <summary>What happens before such an answer.</summary>
    public Action<CancellationToken> LookUntil { get; init; } = _ => { };

    public StoredFiles CheckPrefix(S3Location source, string where, CancellationToken stop)
    {
        Calls.Enqueue($"look at prefix {source} for {where}");
        LookUntil(stop);
        return Look(source);
    }

    public void CheckBucket(S3Location location, bool isListed, string where, CancellationToken stop)
    {
        Calls.Enqueue($"look at {(isListed ? "listed " : "")}bucket {location} for {where}");
        Look(location);
    }

    public void CheckWritable(S3Location location, string where, CancellationToken stop)
    {
        Calls.Enqueue($"write into {location} for {where}");
        Look(location);
    }

    public void FetchObject(S3Location source, string file, long bytesMax, string where, CancellationToken stop)
    {
        Calls.Enqueue($"object {source} for {where}");
        Bring(source, file);
    }

    public IFolderMirror Mirror(S3Location target, string folder, Func<string, bool> isMirrored, string where, CancellationToken stop)
    {
        Calls.Enqueue($"mirror {target} for {where}");
        (IsMirrored, MirroredFolder) = (isMirrored, folder);
        Restore(folder);
        return this;
    }

    public void UploadArchive(string folder, S3Location target, string where, CancellationToken stop) =>
        Calls.Enqueue($"upload {Path.GetFileName(folder)} [{string.Join(' ', Directory.GetFiles(folder).Select(Path.GetFileName).Order())}] to {target}");

    public void Changed() => Seen = [.. Directory.GetFiles(MirroredFolder).Select(Path.GetFileName).Order()!];

    public bool Finish(TimeSpan timeMax)
    {
        Calls.Enqueue($"finish within {timeMax.TotalMinutes:0} min");
        return true;
    }

    public void Dispose()
    {
    }
}
