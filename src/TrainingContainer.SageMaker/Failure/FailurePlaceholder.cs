namespace TrainingContainer.SageMaker;

/// <summary>
/// The failure text of a process that cannot say anything any more: written when training begins, removed at every orderly end
/// (success, a stop by SIGTERM), replaced when an exception tells the cause. Left behind by SIGKILL (out of memory, or 120 seconds after
/// a stop), by SIGSEGV and SIGABRT in native code, and by a stack overflow.
/// </summary>
/// <remarks>
/// A watcher process could say which signal it was, but the program is PID 1 of its container, and when PID 1 dies the kernel kills
/// every process of the container with it: a child could write nothing, and a parent that is PID 1 in its place would have to hand on
/// signals, reap children, and be one more thing that fails. The service shows the exit code beside the text, which tells the signal.
/// A signal handler in this process would run on a corrupt heap or an exhausted stack, and there is none for SIGKILL.
/// Nothing here throws: a read-only or missing folder stops no training.
/// </remarks>
public sealed class FailurePlaceholder : IDisposable
{
    /// <summary>
    /// How the text begins; whatever begins so may be replaced, also what a version without <see cref="FailureReport.Mark"/> wrote.
    /// </summary>
    internal const string Opening = "The training process ended without saying why";

    private readonly JobPaths _paths;

    private FailurePlaceholder(JobPaths paths) => _paths = paths;

    /// <summary>True when the file held a text of somebody else; it stays.</summary>
    public bool FoundAnother { get; private set; }

    /// <summary>Why the text could not be written, nor will be why the job fails; null when it was written, or when the file is somebody else's.</summary>
    public string? Obstacle { get; private set; }

    /// <summary>Writes the text over what an earlier run of this program has left, unless the file holds a text of somebody else.</summary>
    public static FailurePlaceholder Write(JobPaths paths)
    {
        ArgumentNullException.ThrowIfNull(paths);
        var placeholder = new FailurePlaceholder(paths);
        placeholder.Begin();
        return placeholder;
    }

    /// <summary>From now on the text names the batch size to try, in case memory runs out.</summary>
    /// <param name="batchSize">Rows of a batch.</param>
    public void NameBatchSize(int batchSize)
    {
        try
        {
            if (FailureFile.IsFree(_paths.FailureFile)) FailureFile.Write(_paths, Text(batchSize));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Training matters more than a text about its end.
        }
    }

    /// <summary>Removes the text, if it is still there.</summary>
    public void Dispose()
    {
        try
        {
            if (FailureFile.IsPlaceholder(_paths.FailureFile)) File.Delete(_paths.FailureFile);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // What could not be written needs no removal.
        }
    }

    private static string Text(int? batchSize)
    {
        var smaller = batchSize is { } rows ? BatchMemoryException.Advice(rows) : "use a smaller batch, a smaller model";
        return $"{Opening}: it was killed, or crashed in native code. Exit code 137 (SIGKILL): mostly the host's memory was exhausted: "
            + $"{smaller}, or an instance with more memory; or the job did not end within 120 seconds after a stop. "
            + "Exit code 139 (SIGSEGV) or 134 (SIGABRT): a crash in libtorch, CUDA or other native code, or a stack overflow: "
            + "see the last lines of the log, run the job again, and report it if it fails again.";
    }

    private void Begin()
    {
        var isOurs = false;
        try
        {
            isOurs = FailureFile.IsOurs(_paths.FailureFile);
            FoundAnother = !isOurs;
            if (isOurs) FailureFile.Write(_paths, Text(batchSize: null));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            var where = $"file {_paths.FailureFile}";
            Obstacle = exception is UnauthorizedAccessException denied
                ? NoPermission.Of(where, denied, _paths.FailureFile).ToString()
                : $"{where}: {FailureReport.Compose(exception)}";
            // a full disk takes no text, but lets go of one: that of an earlier run would mislead
            if (isOurs) FailureFile.TryDelete(_paths.FailureFile);
        }
    }
}
