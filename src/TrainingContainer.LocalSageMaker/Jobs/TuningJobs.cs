using System.Security.Cryptography;
using System.Text.Json;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>The service's tuning jobs on this machine: create, follow, stop.</summary>
/// <param name="home">Where they are kept.</param>
/// <param name="startRunner">Starts a tuning job's runner, which goes on without us.</param>
/// <param name="time">The clock.</param>
/// <param name="notice">Is told of runners that can't be started again here.</param>
internal sealed class TuningJobs(LocalHome home, Action<TuningJobFolder> startRunner, TimeProvider time, Action<string>? notice = null)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    private readonly Runners<TuningJobFolder, TuningJobState> _runners = new(startRunner, time, notice ?? (_ => { }));

    /// <summary>Checks a request, writes the tuning job down and starts its runner.</summary>
    /// <param name="request">A CreateHyperParameterTuningJob request.</param>
    /// <param name="options">How its training jobs are run here.</param>
    /// <param name="findings">Receives the notices.</param>
    /// <returns>HyperParameterTuningJobArn.</returns>
    /// <exception cref="JobInputException">The request or the options are wrong.</exception>
    /// <exception cref="ServiceException">ResourceInUse: there is a tuning job of this name. Or there is no such parent.</exception>
    public string Create(JsonElement request, RunOptions options, RequestFindings findings)
    {
        var job = TuningJobRequest.Read(request, findings);
        InterruptionSchedule.Parse(options.SpotInterruptions, "--spot-interruptions");
        InterruptionSchedule.Parse(options.InternalErrors, "--internal-errors");
        if (options.SpotInterruptions is not null && !job.Definitions.Any(definition => definition.IsSpot))
            findings.Notice("--spot-interruptions", "it is without effect, since EnableManagedSpotTraining is not true in any definition");
        CheckParents(job, findings);
        var now = time.GetUtcNow();
        var state = new TuningJobState
        {
            Arn = $"arn:aws:sagemaker:{options.Region}:{job.RoleArn.Split(':')[4]}:hyper-parameter-tuning-job/{job.Name}",
            CreationTime = now,
            LastModifiedTime = now,
            Seed = job.Seed ?? RandomNumberGenerator.GetInt32(int.MaxValue),
        };
        var folder = home.TuningJob(job.Name);
        if (!folder.TryCreate(request, options, state))
            throw new ServiceException("ResourceInUse", $"Tuning job names must be unique: there is a tuning job {job.Name} already");
        _runners.Start(folder);
        return state.Arn;
    }

    /// <summary>The tuning job of a name; its runner is started again if it was killed.</summary>
    /// <exception cref="ServiceException">There is no such tuning job.</exception>
    public TuningJobFolder Find(string name)
    {
        var folder = home.TuningJob(name);
        if (!folder.Exists) throw new ServiceException("ResourceNotFound", $"Requested resource not found: there is no tuning job {name}");
        _runners.Revive(folder, folder.ReadState().Status);
        return folder;
    }

    /// <summary>All tuning jobs; the runners that were killed are started again.</summary>
    public IReadOnlyList<TuningJobFolder> All() => _runners.ReviveAll(home.AllTuningJobs(), state => state.Status);

    /// <summary>Asks for a tuning job to be stopped: no more training jobs, and those that run are stopped. Does not wait.</summary>
    /// <exception cref="ServiceException">There is no such tuning job, or it is over.</exception>
    public void Stop(string name)
    {
        var folder = Find(name);
        var status = folder.ReadState().Status;
        if (JobStatus.IsFinal(status)) throw new ServiceException("ValidationException", $"The request was rejected because the tuning job is in status {status}");
        folder.RequestStop();
    }

    /// <summary>Waits for a tuning job to be over.</summary>
    /// <param name="name">The tuning job.</param>
    /// <param name="looked">Called each time after a look, at least once.</param>
    /// <param name="cancellation">Ends the waiting, not the tuning job.</param>
    /// <returns>The last state.</returns>
    public async Task<TuningJobState> WaitAsync(string name, Action<TuningJobFolder> looked, CancellationToken cancellation)
    {
        while (true)
        {
            var folder = Find(name);
            var state = folder.ReadState();
            looked(folder);
            if (JobStatus.IsFinal(state.Status)) return state;
            await Task.Delay(Poll, time, cancellation);
        }
    }

    private void CheckParents(TuningJobRequest job, RequestFindings findings)
    {
        if (job.WarmStartType is null) return;
        var (parents, mistakes) = (new List<TuningJobSetup>(), new List<Mistake>());
        foreach (var name in job.Parents)
        {
            if (home.TuningJob(name).Exists) Add(Find(name));
            else mistakes.Add(new Mistake("WarmStartConfig.ParentHyperParameterTuningJobs", $"found {Shown.Quoted(name)}, expected a tuning job of this machine"));
        }

        if (mistakes.Count == 0) WarmStartRules.Check(Setup(job, hasEnded: false), parents, mistakes);
        findings.Refuse(mistakes);
        findings.ThrowIfRefused();

        void Add(TuningJobFolder folder)
        {
            var parent = TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings());
            if (parent.Definitions.Count == 1) parents.Add(Setup(parent, JobStatus.IsFinal(folder.ReadState().Status)));
            else mistakes.Add(new Mistake("WarmStartConfig.ParentHyperParameterTuningJobs", $"found {Shown.Quoted(parent.Name)}, which has {parent.Definitions.Count} definitions, expected a tuning job of one"));
        }
    }

    private static TuningJobSetup Setup(TuningJobRequest job, bool hasEnded) =>
        new(job.Name, hasEnded, job.Objective, job.Metric, job.Definitions[0].Space.Ranges, job.Definitions[0].StaticHyperParameters);
}
