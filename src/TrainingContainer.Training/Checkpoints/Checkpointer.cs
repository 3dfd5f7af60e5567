using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Takes checkpoints while training goes on: the training thread copies the state into host memory, a thread of the pool checksums,
/// writes and syncs it. One is under way at a time: a slow disk delays the next checkpoint, not the step. A checkpoint that can't be written is
/// told, and training goes on.
/// </summary>
internal sealed class Checkpointer : IDisposable
{
    /// <summary>The longest wait for a checkpoint on its way to the disk.</summary>
    public static readonly TimeSpan WriteTimeMax = TimeSpan.FromSeconds(60);

    private Task<CheckpointCost>? _write;
    private bool _isGivenUp;
    private TrainingPosition _saved;

    /// <summary>Where they go.</summary>
    public required CheckpointFolder Folder { get; init; }

    /// <summary>When they are due.</summary>
    public required CheckpointSchedule Schedule { get; init; }

    /// <summary>What they hold.</summary>
    public required TrainingState State { get; init; }

    /// <summary>The number of the next one, above all that are there.</summary>
    public required long NextSequence { get; set; }

    /// <summary>Which of them stay.</summary>
    public required CheckpointRetention Retention { get; init; }

    /// <summary>The rank in their names.</summary>
    public required int Rank { get; init; }

    /// <summary>Where the checkpoint was that training resumed from; the beginning, which needs none, otherwise.</summary>
    public TrainingPosition Resumed { init => _saved = value; }

    /// <summary>Says what a checkpoint at a position is.</summary>
    public required Func<TrainingPosition, CheckpointMetadata> Describe { get; init; }

    /// <summary>Is told, on a thread of the pool, that checkpoints have come or gone. Returns at once.</summary>
    public Action Changed { get; init; } = () => { };

    /// <summary>Asks the job to end: nothing may keep the model from being saved then.</summary>
    public CancellationToken Stop { get; init; }

    /// <summary>
    /// After <see cref="Stop"/> the longest wait for a checkpoint under way before the last one is done without and the model is saved, and half of the longest
    /// wait for the last one afterwards.
    /// </summary>
    public TimeSpan StopWaitMax { get; init; } = WriteTimeMax / 2;

    /// <summary>Is told.</summary>
    public required TrainingObserver Observer { get; init; }

    /// <summary>Where the durations are printed.</summary>
    public required MetricWriter Metrics { get; init; }

    /// <summary>For the durations.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>Whether one is to be taken now. Asked after every step, by the training thread alone.</summary>
    /// <param name="step">Steps done.</param>
    /// <param name="endOfEpoch">Whether an epoch is whole and measured.</param>
    public bool IsDue(long step, bool endOfEpoch)
    {
        if (_write is { IsCompleted: true })
            Finish();
        // asked in any case: the schedule counts epochs
        var isDue = Schedule.IsDue(step, endOfEpoch);
        return isDue && _write is null;
    }

    /// <summary>Copies the state and lets it be written.</summary>
    public void Take(in TrainingPosition position)
    {
        var start = Time.GetTimestamp();
        var metadata = Describe(position);
        var regions = State.Copy(metadata.BestIsCurrent);
        var stall = Time.GetElapsedTime(start);
        var name = new CheckpointName(Rank, NextSequence++, position.Step);
        var taken = _saved = position;
        Schedule.Taken(position.Step);
        _write = Task.Run(() => Write(name, metadata, regions, taken, stall));
    }

    /// <summary>Takes the last one, at a stop and at the end of training, unless nothing has changed since the one before.</summary>
    /// <remarks>It is on the disk after <see cref="Wait"/>; until then the model can be saved.</remarks>
    public void TakeLast(in TrainingPosition position)
    {
        if (_saved == position)
            return;
        WaitOrGiveUp(StopWaitMax, "the model is saved without a last checkpoint");
        if (_write is null)
            Take(position);
    }

    /// <summary>Waits for the one under way.</summary>
    public void Wait() => WaitOrGiveUp(2 * StopWaitMax, "it is not waited for any longer");

    private void WaitOrGiveUp(TimeSpan afterStopMax, string consequence)
    {
        if (_write is null || (_isGivenUp && !_write.IsCompleted))
            return;
        var max = afterStopMax < WriteTimeMax ? afterStopMax : WriteTimeMax;
        var written = ((IAsyncResult)_write).AsyncWaitHandle;
        var isWritten = false;
        if (WaitHandle.WaitAny([written, Stop.WaitHandle], WriteTimeMax) != WaitHandle.WaitTimeout)
            isWritten = written.WaitOne(max);
        else
            max = WriteTimeMax;
        if (isWritten)
        {
            Finish();
            return;
        }
        _isGivenUp = true;
        Observer.Warning(string.Create(CultureInfo.InvariantCulture,
            $"a checkpoint is still being written after {max.TotalSeconds:0.#} s of waiting: the disk of {Folder.Path} is too slow or hangs; {consequence}"));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Wait();
        // memory that is still being written from must not be freed
        if (_write is null)
            State.Dispose();
    }

    /// <summary>Tells of the one that has ended, on the training thread.</summary>
    private void Finish()
    {
        var write = _write!;
        _write = null;
        if (write.Exception?.InnerException is { } failure)
        {
            _saved = default;
            Observer.Warning($"a checkpoint could not be written: {failure.Message}. Training goes on without it; the next one is tried as scheduled");
            return;
        }
        var cost = write.Result;
        Schedule.Cost(cost.Stall, cost.Write);
        foreach (var warning in cost.Warnings)
            Observer.Warning(warning);
        var epoch = cost.Position.Epoch + (cost.Position.StepInEpoch > 0 ? 1 : 0);
        Metrics.Write(epoch, cost.Position.Step, TrainingMetrics.CheckpointStall, cost.Stall.TotalSeconds);
        Metrics.Write(epoch, cost.Position.Step, TrainingMetrics.CheckpointWrite, cost.Write.TotalSeconds);
        Observer.Notice(string.Create(CultureInfo.InvariantCulture,
            $"checkpoint {cost.File}: {cost.Bytes / 1e6:0.###} MB, training stood still for {cost.Stall.TotalMilliseconds:0.###} ms, written in {cost.Write.TotalMilliseconds:0} ms"));
    }

    private CheckpointCost Write(
        CheckpointName name, CheckpointMetadata metadata, IReadOnlyList<StateRegion> regions, TrainingPosition position, TimeSpan stall)
    {
        var start = Time.GetTimestamp();
        if (TrainingState.FirstNotFinite(regions) is { } spoiled)
            throw new InvalidDataException($"tensor {spoiled} holds NaN or infinity");
        var bytes = WriteFile(name, metadata, regions, out var deleted);
        var write = Time.GetElapsedTime(start);
        var warnings = Retention.Apply(metadata.BestEpoch).ToList();
        if (deleted.Length > 0)
            warnings.Add($"the disk of {Folder.Path} is full: {deleted} was deleted first, so that {name} had room; give the job a larger VolumeSizeInGB, or fewer checkpoints_to_keep");
        Changed();
        return new(name.ToString(), position, bytes, stall, write, warnings);
    }

    /// <summary>Writes the file; on a full disk once more, after what it would replace is deleted.</summary>
    private long WriteFile(CheckpointName name, CheckpointMetadata metadata, IReadOnlyList<StateRegion> regions, out string deleted)
    {
        deleted = "";
        try
        {
            return CheckpointFile.Write(Folder.PathOf(name), metadata, regions);
        }
        catch (IOException exception) when (DiskSpace.IsExhausted(exception))
        {
            deleted = string.Join(", ", Retention.MakeRoom(name, metadata.BestEpoch, regions.Sum(region => region.Entry.Length)));
            if (deleted.Length == 0)
                throw;
        }
        try
        {
            return CheckpointFile.Write(Folder.PathOf(name), metadata, regions);
        }
        catch (IOException exception)
        {
            Changed();
            throw new IOException($"{exception.Message} ({deleted} was deleted first, which did not suffice)", exception);
        }
    }
}
