using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>Starts the runners of jobs, and starts them again where they were killed.</summary>
/// <param name="start">Starts a job's runner, which goes on without us.</param>
/// <param name="time">The clock.</param>
/// <param name="notice">Is told of a runner that can't be started again here.</param>
/// <typeparam name="TFolder">The jobs' folders.</typeparam>
/// <typeparam name="TState">How far such a job is.</typeparam>
internal sealed class Runners<TFolder, TState>(Action<TFolder> start, TimeProvider time, Action<string> notice) where TFolder : RunFolder<TState>
{
    /// <summary>So many runners in a row may end without a step of the job: the next would end no other way.</summary>
    internal const int WithoutStepMax = 10;

    // A runner that was started a moment ago has not taken its lock yet.
    private static readonly TimeSpan StartTimeMax = TimeSpan.FromSeconds(5);

    private readonly Dictionary<string, DateTimeOffset> _starts = [];
    private readonly Dictionary<string, (DateTime State, int Count)> _revived = [];
    private readonly HashSet<string> _waiting = [];

    /// <summary>Starts a job's runner.</summary>
    public void Start(TFolder folder)
    {
        _starts[folder.Name] = time.GetUtcNow();
        start(folder);
    }

    /// <summary>
    /// Starts the runner of a job that is not over, unless one lives. Where the credentials are missing that the job was created with, it
    /// is left as it
    /// is: without them the runner could only fail.
    /// </summary>
    /// <param name="folder">The job.</param>
    /// <param name="status">Its status.</param>
    /// <exception cref="IOException">Runners end again and again and write no state down: mostly a full disk.</exception>
    public void Revive(TFolder folder, string status)
    {
        if (JobStatus.IsFinal(status)) return;
        if (_starts.TryGetValue(folder.Name, out var began) && time.GetUtcNow() - began < StartTimeMax) return;
        using (var unused = folder.TryLock())
        {
            if (unused is null) return;
        }

        var missing = CredentialVariables.Missing(folder.ReadOptions(), Environment.GetEnvironmentVariable);
        if (missing.Count > 0)
        {
            if (_waiting.Add(folder.Name))
                notice($"{folder.Name} has no runner, and none is started here: it goes on with the next command in a shell that sets {string.Join(", ", missing)}, as that did which created it");
            return;
        }

        var count = _revived.TryGetValue(folder.Name, out var before) && before.State == folder.StateTime ? before.Count + 1 : 1;
        if (count > WithoutStepMax)
            throw new IOException($"{WithoutStepMax} runners of {folder.Name} ended one after another without a step. {folder.RunnerLog} tells why, unless the disk is full");
        _revived[folder.Name] = (folder.StateTime, count);
        Start(folder);
    }

    /// <summary>Starts the runner of each job that needs one. A job that is damaged is passed over: whoever reads it is told so, and the others go on.</summary>
    /// <param name="folders">The jobs.</param>
    /// <param name="statusOf">A state's status.</param>
    /// <returns>All of them.</returns>
    public IReadOnlyList<TFolder> ReviveAll(IEnumerable<TFolder> folders, Func<TState, string> statusOf)
    {
        TFolder[] all = [.. folders];
        foreach (var folder in all)
        {
            try
            {
                Revive(folder, statusOf(folder.ReadState()));
            }
            catch (IOException)
            {
            }
        }

        return all;
    }
}
