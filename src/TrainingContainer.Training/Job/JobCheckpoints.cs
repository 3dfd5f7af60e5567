using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>A job's checkpoints: the one it resumes from, and those that it takes.</summary>
/// <param name="request">The job.</param>
/// <param name="goodput">Goes on with the sums of earlier attempts.</param>
/// <param name="observer">Is told.</param>
/// <param name="time">For intervals and durations.</param>
internal sealed class JobCheckpoints(JobRequest request, Goodput goodput, TrainingObserver observer, TimeProvider time)
{
    private readonly CheckpointFolder? _folder = request.CheckpointFolder is { } path ? new(path, request.Resources.Rank) : null;
    private CheckpointSearch? _search;
    private (string Path, CheckpointMetadata Metadata)? _newest;

    /// <summary>Fails now rather than at the first checkpoint when the folder can't be written, and removes what a killed run left.</summary>
    /// <param name="mistakes">Where is added that the folder may not be written.</param>
    /// <exception cref="JobInputException">There is no folder, and a checkpoint is required.</exception>
    /// <exception cref="IOException">Nothing can be written there.</exception>
    public void CheckFolder(ICollection<Mistake> mistakes)
    {
        if (_folder is null && request.Settings.Checkpoints.Resume == ResumePreference.Require)
        {
            throw new JobInputException([new("hyperparameter resume", "found require, but this job has no checkpoint folder",
                "give the job a CheckpointConfig, or make the folder /opt/ml/checkpoints, or set resume to auto")]);
        }
        if (_folder is null)
        {
            observer.Notice("checkpoints: none, since there is neither a checkpointconfig.json nor a folder checkpoints; an interruption loses all work");
            return;
        }
        var before = mistakes.Count;
        WholeFile.CheckFolder(_folder.Path, mistakes);
        if (mistakes.Count > before)
            return;
        foreach (var warning in _folder.RemoveTemporaries())
            observer.Warning(warning);
    }

    /// <summary>What the newest whole checkpoint knows of streams, by channel; nothing without one.</summary>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="JobInputException">There is none, and one is required.</exception>
    public IReadOnlyDictionary<string, ChannelStatistics> Streams(CancellationToken stop) =>
        Newest(stop)?.Metadata.Streams ?? new Dictionary<string, ChannelStatistics>();

    /// <summary>The checkpoint to go on from; null to start afresh.</summary>
    /// <param name="fingerprint">The job's rows, shortly.</param>
    /// <param name="objective">Chooses the best epoch.</param>
    /// <param name="data">The job's rows.</param>
    /// <param name="stop">Ends the search.</param>
    /// <exception cref="JobInputException">The newest whole checkpoint belongs to another training, or there is none and one is required.</exception>
    public ResumePoint? Find(DataFingerprint fingerprint, Metric objective, JobData data, CancellationToken stop)
    {
        if (_folder is null)
            return null;
        var newest = Newest(stop);
        if (request.Settings.Checkpoints.Resume != ResumePreference.Never)
            goodput.Resume(newest?.Metadata.Goodput, ProgressFile.Read(_folder.Path, request.Resources.Rank));
        if (newest is not { } checkpoint)
            return null;
        var stepsPerEpoch = data.Training.StepsPerEpoch(request.Settings.Data.BatchSize);
        var found = new ResumeRules(request.Settings, objective, fingerprint, observer) { Streams = data.Streams.Keys }.Check(checkpoint.Path, checkpoint.Metadata, stepsPerEpoch);
        observer.Notice($"resuming from {found.Name}: epoch {found.Start.Epoch + 1}, step {found.Start.Step} ({found.Start.StepInEpoch} of {stepsPerEpoch} in this epoch)");
        return found;
    }

    /// <summary>Brings the state to where the checkpoint was.</summary>
    public void Restore(ResumePoint point, TrainingState state)
    {
        using var reader = CheckpointFile.Open(point.Path, out var metadata);
        state.Restore(reader, metadata, $"checkpoint {point.Name}");
    }

    /// <summary>What takes the checkpoints of this run; null without a folder.</summary>
    /// <param name="state">What they hold.</param>
    /// <param name="resumed">Where training goes on.</param>
    /// <param name="describe">Says what one at a position is.</param>
    /// <param name="metrics">Where durations are printed.</param>
    /// <param name="changed">Is told, on a thread of the pool, that checkpoints have come or gone.</param>
    /// <param name="stop">Asks the job to end.</param>
    public Checkpointer? Start(
        TrainingState state, ResumePoint? resumed, Func<TrainingPosition, CheckpointMetadata> describe, MetricWriter metrics, Action changed, CancellationToken stop)
    {
        if (_folder is null)
            return null;
        state.Prepare();
        return new()
        {
            Folder = _folder,
            Schedule = new(request.Settings.Checkpoints.Interval, time, resumed?.Start.Step ?? 0),
            State = state,
            NextSequence = _folder.NextSequence(),
            Retention = new(_folder, request.Settings.Checkpoints.Keep, JobName, _search!.Damaged),
            Rank = request.Resources.Rank,
            Describe = describe,
            Changed = changed,
            Stop = stop,
            // three tenths before the model is saved, six afterwards: one is left for the model itself
            StopWaitMax = 0.3 * StopDeadline.LimitFromEnvironment(Environment.GetEnvironmentVariable),
            Resumed = resumed?.Start ?? default,
            Observer = observer,
            Metrics = metrics,
            Time = time,
        };
    }

    /// <summary>The heartbeat of this run; null without a folder.</summary>
    public ProgressFile? Progress() => _folder is null ? null : new(_folder.Path, request.Resources.Rank, time, observer.Warning);

    private (string Path, CheckpointMetadata Metadata)? Newest(CancellationToken stop)
    {
        if (_folder is not null && _search is null)
        {
            _search = new CheckpointSearch(_folder, observer);
            _newest = _search.Newest(request.Settings.Checkpoints.Resume, stop);
        }
        return _newest;
    }

    /// <summary>The training job's name; empty when nobody gave one.</summary>
    public string JobName { get; } = ServiceHyperparameters.Read(request.Reserved, Environment.GetEnvironmentVariable).JobName ?? "";
}
