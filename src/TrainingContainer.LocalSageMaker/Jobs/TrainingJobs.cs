using System.Text.Json;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>The service's training jobs on this machine: create, follow, stop. A tuning job makes its jobs here too.</summary>
/// <param name="home">Where they are kept.</param>
/// <param name="startRunner">Starts a job's runner, which goes on without us.</param>
/// <param name="time">The clock.</param>
/// <param name="notice">Is told of runners that can't be started again here.</param>
internal sealed class TrainingJobs(LocalHome home, Action<JobFolder> startRunner, TimeProvider time, Action<string>? notice = null)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly Runners<JobFolder, JobState> _runners = new(startRunner, time, notice ?? (_ => { }));

    /// <summary>Checks a request, writes the job down and starts its runner.</summary>
    /// <param name="request">A CreateTrainingJob request.</param>
    /// <param name="options">How it is run here.</param>
    /// <param name="findings">Receives the notices.</param>
    /// <param name="tuningJobArn">Of the tuning job that makes it; null for none.</param>
    /// <returns>TrainingJobArn.</returns>
    /// <exception cref="JobInputException">The request or the options are wrong.</exception>
    /// <exception cref="ServiceException">ResourceInUse: there is a job of this name.</exception>
    public string Create(JsonElement request, RunOptions options, RequestFindings findings, string? tuningJobArn = null)
    {
        var job = TrainingJobRequest.Read(request, findings);
        InterruptionSchedule.Parse(options.SpotInterruptions, "--spot-interruptions");
        InterruptionSchedule.Parse(options.InternalErrors, "--internal-errors");
        if (options.SpotInterruptions is not null && !job.IsSpot) findings.Notice("--spot-interruptions", "it is without effect, since EnableManagedSpotTraining is not true");
        var account = job.RoleArn.Split(':')[4];
        var now = time.GetUtcNow();
        var state = new JobState
        {
            Arn = $"arn:aws:sagemaker:{options.Region}:{account}:training-job/{job.Name}",
            TuningJobArn = tuningJobArn,
            CreationTime = now,
            LastModifiedTime = now,
        }.To(JobStatus.Starting, "Preparing the instances for training", now);
        var folder = home.TrainingJob(job.Name);
        if (!folder.TryCreate(request, options, state))
            throw new ServiceException("ResourceInUse", $"Training job names must be unique: there is a job {job.Name} already");
        _runners.Start(folder);
        return state.Arn;
    }

    /// <summary>The job of a name; its runner is started again if it was killed.</summary>
    /// <exception cref="ServiceException">There is no such job.</exception>
    public JobFolder Find(string name)
    {
        var folder = home.TrainingJob(name);
        if (!folder.Exists) throw new ServiceException("ValidationException", $"Requested resource not found: there is no training job {name}");
        _runners.Revive(folder, folder.ReadState().Status);
        return folder;
    }

    /// <summary>All jobs; the runners that were killed are started again.</summary>
    public IReadOnlyList<JobFolder> All() => _runners.ReviveAll(home.AllTrainingJobs(), state => state.Status);

    /// <summary>Whether there is a job of this name.</summary>
    public bool Exists(string name) => home.TrainingJob(name).Exists;

    /// <summary>Whether somebody asked for the job to be stopped.</summary>
    public bool IsStopRequested(string name) => home.TrainingJob(name).IsStopRequested;

    /// <summary>How far a job is.</summary>
    public JobState State(string name) => Find(name).ReadState();

    /// <summary>A job's metrics, in the order in which they were printed.</summary>
    public IReadOnlyList<MetricPoint> Metrics(string name) => MetricSeries.Read(Find(name).MetricsFile);

    /// <summary>Has a Spot job's machine taken back now. Does not wait.</summary>
    /// <exception cref="ServiceException">There is no such job, it is over, or it is no Spot job.</exception>
    public void Interrupt(string name)
    {
        var folder = Find(name);
        if (!TrainingJobRequest.Read(folder.ReadRequest(), new RequestFindings()).IsSpot)
            throw new ServiceException("ValidationException", $"The training job {name} does not run on Spot instances: only those are taken back");
        if (folder.ReadState().Status != JobStatus.InProgress)
            throw new ServiceException("ValidationException", $"The request was rejected because the training job {name} is in status {folder.ReadState().Status}");
        folder.RequestInterruption();
    }

    /// <summary>Asks for a job to be stopped: SIGTERM, then SIGKILL. Does not wait.</summary>
    /// <exception cref="ServiceException">There is no such job, or it is over.</exception>
    public void Stop(string name)
    {
        var folder = Find(name);
        var status = folder.ReadState().Status;
        if (JobStatus.IsFinal(status)) throw new ServiceException("ValidationException", $"The request was rejected because the training job is in status {status}");
        folder.RequestStop();
    }

    /// <summary>Waits for a job to be over.</summary>
    /// <param name="name">The job.</param>
    /// <param name="changed">Called with each state that differs from the one before.</param>
    /// <param name="cancellation">Ends the waiting, not the job.</param>
    /// <returns>The last state.</returns>
    public async Task<JobState> WaitAsync(string name, Action<JobState> changed, CancellationToken cancellation)
    {
        JobState? last = null;
        while (true)
        {
            var state = State(name);
            if (last is null || state.Transitions.Count != last.Transitions.Count || state.Status != last.Status) changed(state);
            if (JobStatus.IsFinal(state.Status)) return state;
            last = state;
            await Task.Delay(Poll, time, cancellation);
        }
    }
}
