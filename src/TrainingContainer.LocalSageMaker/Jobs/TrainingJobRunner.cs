using System.Globalization;
using TrainingContainer.LocalSageMaker.Channels;
using TrainingContainer.LocalSageMaker.Containers;
using TrainingContainer.LocalSageMaker.Hosts;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Outputs;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.LocalSageMaker.Storage;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>
/// Takes one training job from Starting to its end. Every step is written down before it is taken, so that another runner goes on where this one was
/// killed: with a new attempt from the last checkpoints, or with the upload.
/// </summary>
internal sealed class TrainingJobRunner
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    // leaves room for where the results are
    private const int UploadFailureLengthMax = 500;

    private static readonly TimeSpan KillTimeMax = TimeSpan.FromSeconds(30);

    private readonly JobFolder _folder;
    private readonly TrainingJobRequest _request;
    private readonly RunOptions _options;
    private readonly IContainerEngine _engine;
    private readonly TimeProvider _time;
    private readonly IObjectStorage _storage;
    private readonly Action<string> _warn;
    private readonly IReadOnlyList<JobHost> _hosts;
    private readonly InterruptionSchedule _spot;
    private readonly InterruptionSchedule _errors;
    private JobState _state;

    /// <summary>Reads what the job's folder holds.</summary>
    /// <param name="folder">The job; the caller holds its lock.</param>
    /// <param name="engine">Starts the containers.</param>
    /// <param name="time">The clock of every wait.</param>
    /// <param name="warn">Is told what goes wrong and does not end the job.</param>
    /// <param name="storage">What stands for S3; null for what the options name.</param>
    public TrainingJobRunner(JobFolder folder, IContainerEngine engine, TimeProvider time, Action<string>? warn = null, IObjectStorage? storage = null)
    {
        (_folder, _engine, _time, _warn) = (folder, engine, time, warn ?? (_ => { }));
        _request = TrainingJobRequest.Read(folder.ReadRequest(), new RequestFindings());
        (_options, _state, _hosts) = (folder.ReadOptions(), folder.ReadState(), JobHost.All(_request));
        _storage = storage ?? ObjectStorage.Open(_options, folder, _warn, time);
        _spot = InterruptionSchedule.Parse(_request.IsSpot ? _options.SpotInterruptions : null, "--spot-interruptions");
        _errors = InterruptionSchedule.Parse(_options.InternalErrors, "--internal-errors");
    }

    private string[] HostFolders => [.. _hosts.Select(host => _folder.Host(host.Name))];

    // What RetryStrategy, MaxRuntimeInSeconds and interruptions count in.
    private TimeSpan TrainingTime => _state.EarlierAttempts + (_state.AttemptStartTime is { } start ? Now - start : TimeSpan.Zero);

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Runs the job to its end; at once if it is there already.</summary>
    /// <remarks>What nobody expected fails the job: another runner would only meet it again.</remarks>
    public async Task RunAsync()
    {
        if (JobStatus.IsFinal(_state.Status)) return;
        try
        {
            await RunToEndAsync();
        }
        catch (Exception exception)
        {
            Conclude(JobOutcome.Failed($"InternalServerError: {exception.Message}"));
            throw;
        }
    }

    private async Task RunToEndAsync()
    {
        _engine.RemoveLeftovers(HostFolders);
        HostData.Remove(new DirectoryInfo(_folder.Uploads));
        // an earlier runner was killed during an attempt: that lasted until its last sign of life
        if (_state.AttemptStartTime is not null) Set(_state.WithoutAttempt(_folder.LastSign));
        _folder.Sign(Now);
        if (_state is { Status: JobStatus.Stopping, Outcome: null }) Set(_state with { Outcome = JobOutcome.Stopped });
        if (_state is { Outcome: null, Attempts: 0 } && OutputCheck.Run(_storage, _request, _warn) is { } obstacle)
            Set(_state with { Outcome = JobOutcome.Failed($"ClientError: Results can't be written to {OutputUpload.TargetOf(_request)}: {obstacle}") });
        while (_state.Outcome is null)
        {
            if (BeforeAttempt() is { } outcome) Set(_state with { Outcome = outcome });
            else await AttemptAsync();
        }

        Finish(_state.Outcome);
    }

    private JobOutcome? BeforeAttempt() => _folder.IsStopRequested ? JobOutcome.Stopped : IsWaitOver ? JobOutcome.MaxWaitTimeExceeded : null;

    private bool IsWaitOver => _request.MaxWaitSeconds is { } wait && Now - _state.CreationTime >= TimeSpan.FromSeconds(wait);

    private async Task AttemptAsync()
    {
        Set(_state with { Attempts = _state.Attempts + 1 });
        if (_state.SecondaryStatus != JobStatus.Starting) Set(_state.To(JobStatus.Starting, "Preparing the instances for training", Now));
        using var metrics = new JobMetrics(_folder.MetricsFile, _request.Metrics);
        var runs = new List<JobHostRun>();
        try
        {
            if (Directory.Exists(_folder.Hosts)) Directory.Delete(_folder.Hosts, recursive: true);
            foreach (var host in _hosts) runs.Add(new JobHostRun(_request, host, _folder.Host(host.Name), _storage, _engine.NetworkInterface, _warn));
            Set((_state with { AttemptStartTime = Now, TrainingStartTime = _state.TrainingStartTime ?? Now }).To(JobStatus.Downloading, "Downloading input data", Now));
            var sources = _request.Channels.ToDictionary(channel => channel.Name, channel => ChannelSource.Find(_storage, channel));
            foreach (var run in runs) run.Fill(sources, _hosts, _storage, _options);
            Set(_state.To(JobStatus.Training, "Training image download completed. Training in progress.", Now));
            foreach (var (run, host) in runs.Zip(_hosts))
            {
                var log = Path.Combine(_folder.Logs, string.Create(CultureInfo.InvariantCulture, $"{_state.Attempts:D3}-{host.Name}.log"));
                run.Start(_engine, HostEnvironment.Variables(_request, _state.Arn, _options.Region), new HostLog(host.Name, log, metrics, _time, _warn));
            }

            await EndAsync(await WatchAsync(runs), runs);
        }
        catch (ChannelException exception)
        {
            await FailAsync(runs, $"ClientError: Data download failed: {exception.Message}");
        }
        catch (ContainerStartException exception)
        {
            await FailAsync(runs, $"ClientError: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            await StopContainersAsync(runs, TimeSpan.Zero);
            AfterInternalError(exception.Message);
        }
        finally
        {
            foreach (var run in runs) run.Dispose();
            Set(_state.WithoutAttempt(Now));
        }

        // what comes next, once the machines are gone
        if (_state is { Outcome: null, SecondaryStatus: JobStatus.Interrupted }) await WaitAsync(_spot.Wait);
    }

    private async Task<AttemptEnd> WatchAsync(List<JobHostRun> runs)
    {
        var checkpointsAt = Now;
        while (true)
        {
            // first: whatever a container makes of a channel that broke, its exit code does not tell
            if (runs.Exists(run => run.ChannelFault is not null)) return AttemptEnd.ChannelFault;
            if (runs.Exists(run => run.Exit is { IsCompleted: true, Result: not 0 })) return AttemptEnd.Failed;
            if (runs.TrueForAll(run => run.Exit.IsCompleted)) return AttemptEnd.Succeeded;
            if (_folder.IsStopRequested) return AttemptEnd.StopRequested;
            if (TrainingTime >= TimeSpan.FromSeconds(_request.MaxRuntimeSeconds)) return AttemptEnd.MaxRuntime;
            if (IsWaitOver) return AttemptEnd.MaxWait;
            if (_folder.IsInterruptionRequested || _spot.Time(_state.Interruptions) <= TrainingTime) return AttemptEnd.SpotInterruption;
            if (_errors.Time(_state.InternalErrors) <= TrainingTime) return AttemptEnd.InternalError;
            if (Now - checkpointsAt >= TimeSpan.FromSeconds(_options.CheckpointIntervalSeconds))
            {
                foreach (var run in runs) run.UploadCheckpoints();
                checkpointsAt = Now;
            }

            _folder.Sign(Now);
            await Task.WhenAny([Task.Delay(Tick, _time), .. runs.Select(run => run.Exit).Where(exit => !exit.IsCompleted)]);
        }
    }

    private async Task EndAsync(AttemptEnd end, List<JobHostRun> runs)
    {
        var stopGrace = TimeSpan.FromSeconds(_options.StopGraceSeconds);
        switch (end)
        {
            case AttemptEnd.Succeeded:
                foreach (var run in runs) await run.UploadLastCheckpointsAsync();
                Set(_state with { Outcome = JobOutcome.Completed });
                break;
            case AttemptEnd.Failed:
                var failed = runs.First(run => run.Exit is { IsCompleted: true, Result: not 0 });
                await StopContainersAsync(runs, stopGrace);
                foreach (var run in runs) await run.UploadLastCheckpointsAsync();
                Set(_state with { Outcome = JobOutcome.Failed(failed.FailureReason()) });
                break;
            case AttemptEnd.ChannelFault:
                await FailAsync(runs, $"ClientError: Data download failed: {runs.Select(run => run.ChannelFault).First(fault => fault is not null)!.Message}");
                break;
            case AttemptEnd.SpotInterruption:
                _folder.TakeInterruption();
                Set((_state with { Interruptions = _state.Interruptions + 1 }).To(JobStatus.Interrupted, "The Spot instances were reclaimed", Now));
                if (await StopContainersAsync(runs, TimeSpan.FromSeconds(_options.SpotGraceSeconds)))
                    foreach (var run in runs) await run.UploadLastCheckpointsAsync();
                break;
            case AttemptEnd.InternalError:
                await StopContainersAsync(runs, TimeSpan.Zero);
                AfterInternalError("the machine failed, as --internal-errors says");
                break;
            default:
                Set((_state with { Status = JobStatus.Stopping }).To(JobStatus.Stopping, "Stopping the training job", Now));
                await StopContainersAsync(runs, stopGrace);
                foreach (var run in runs) await run.UploadLastCheckpointsAsync();
                Set(_state with
                {
                    Outcome = end switch
                    {
                        AttemptEnd.MaxRuntime => JobOutcome.MaxRuntimeExceeded,
                        AttemptEnd.MaxWait => JobOutcome.MaxWaitTimeExceeded,
                        _ => JobOutcome.Stopped,
                    },
                });
                break;
        }
    }

    private async Task FailAsync(List<JobHostRun> runs, string reason)
    {
        await StopContainersAsync(runs, TimeSpan.Zero);
        Set(_state with { Outcome = JobOutcome.Failed(reason) });
    }

    private void AfterInternalError(string message)
    {
        Set(_state with { InternalErrors = _state.InternalErrors + 1 });
        if (_state.InternalErrors > _request.RetryAttemptsMax) Set(_state with { Outcome = JobOutcome.Failed($"InternalServerError: {message}") });
    }

    /// <summary>SIGTERM, the time given, SIGKILL: docker stop.</summary>
    /// <returns>Whether all containers ended before SIGKILL.</returns>
    private async Task<bool> StopContainersAsync(List<JobHostRun> runs, TimeSpan grace)
    {
        var started = runs.FindAll(run => run.IsStarted);
        if (grace > TimeSpan.Zero)
        {
            foreach (var run in started) run.Terminate();
            await EndedAsync(started, grace);
        }

        var hadTime = started.TrueForAll(run => run.Exit.IsCompleted);
        foreach (var run in started) run.Kill();
        await EndedAsync(started, KillTimeMax);
        return hadTime;
    }

    private async Task EndedAsync(List<JobHostRun> runs, TimeSpan timeMax)
    {
        for (var until = Now + timeMax; Now < until && runs.Exists(run => !run.Exit.IsCompleted);)
        {
            _folder.Sign(Now);
            await Task.WhenAny(Task.Delay(Tick, _time), Task.WhenAll(runs.Select(run => run.Exit)));
        }
    }

    private async Task WaitAsync(TimeSpan time)
    {
        // the machines are gone with all that was on them
        foreach (var host in HostFolders) HostData.Remove(new DirectoryInfo(host));
        HostData.Remove(new DirectoryInfo(_folder.Hosts));
        for (var until = Now + time; Now < until && BeforeAttempt() is null;)
        {
            _folder.Sign(Now);
            await Task.Delay(Tick, _time);
        }
    }

    private void Finish(JobOutcome outcome)
    {
        var isKept = false;
        if (Directory.Exists(_folder.Hosts))
        {
            var start = Now;
            if (_state.SecondaryStatus != JobStatus.Uploading) Set(_state.To(JobStatus.Uploading, "Uploading generated training model", Now));
            try
            {
                Set(_state with { ModelArtifacts = OutputUpload.Run(_storage, _request, HostFolders), OutcomeOfTraining = null });
                Set(_state with { EarlierAttempts = _state.EarlierAttempts + (Now - start) });
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or StorageException)
            {
                isKept = true;
                Set(_state with { OutcomeOfTraining = outcome });
                outcome = JobOutcome.Failed($"ClientError: Artifact upload failed: {Shown.Cut(exception.Message, UploadFailureLengthMax)}. The results are kept in {_folder.Hosts}. "
                    + $"Fix: put right what refuses them, then local-sagemaker {UploadAgain.Verb} --training-job-name {_folder.Name}");
            }
        }

        _engine.RemoveLeftovers(HostFolders);
        HostData.Remove(HostFolders, isKept);
        HostData.Remove(new DirectoryInfo(_folder.Uploads));
        Conclude(outcome);
    }

    private void Conclude(JobOutcome outcome)
    {
        Set(_state.Over(outcome, Now));
    }

    private void Set(JobState state)
    {
        _state = state with { LastModifiedTime = Now };
        _folder.Write(_state);
    }
}
