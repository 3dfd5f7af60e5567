using System.Globalization;
using TrainingContainer.Data;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>
/// Takes one tuning job to its end: creates training jobs as its strategy says, stops those that are not promising, and ends with the best.
/// Every training job is written down before it is created, so that another runner goes on where this one was killed.
/// </summary>
internal sealed class TuningJobRunner
{
    /// <summary>After so many ended training jobs without a value of the objective the tuning job fails: the rest would do no better.</summary>
    internal const int JobsWithoutObjectiveMax = 5;

    private const int NameStream = 4;

    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    private readonly TuningJobFolder _folder;
    private readonly TuningJobRequest _request;
    private readonly RunOptions _options;
    private readonly TrainingJobs _trainingJobs;
    private readonly TimeProvider _time;
    private readonly TuningTrials _trials;
    private readonly Dictionary<int, int> _judged = [];
    private readonly LocalHome _home;
    private TuningSearch[] _searches = [];
    private TuningJobState _state;
    private int _endedSeen = -1;

    /// <summary>Reads what the tuning job's folder holds.</summary>
    /// <param name="folder">The tuning job; the caller holds its lock.</param>
    /// <param name="home">Where its parents and training jobs are.</param>
    /// <param name="trainingJobs">Creates and stops its training jobs.</param>
    /// <param name="time">The clock of every wait.</param>
    public TuningJobRunner(TuningJobFolder folder, LocalHome home, TrainingJobs trainingJobs, TimeProvider time)
    {
        (_folder, _home, _trainingJobs, _time) = (folder, home, trainingJobs, time);
        _request = TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings());
        (_options, _state) = (folder.ReadOptions(), folder.ReadState());
        _trials = new TuningTrials(trainingJobs.Find, _request);
    }

    private DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>Runs the tuning job to its end; at once if it is there already.</summary>
    /// <remarks>What nobody expected stops the training jobs and fails the tuning job: another runner would only meet it again.</remarks>
    public async Task RunAsync()
    {
        if (JobStatus.IsFinal(_state.Status)) return;
        try
        {
            var parents = TuningParents.Read(_home, _request);
            _searches = [.. _request.Definitions.Select((definition, index) =>
                new TuningSearch(index, _request.Strategy, definition.Space, definition.Objective, _state.Seed, definition.Resource, parents))];
            // an earlier runner was killed before it could create the last: the strategy chooses the same again
            Set(_state with { Jobs = [.. _state.Jobs.Where(job => _trainingJobs.Exists(job.Name))] });
            while (!Step())
            {
                _folder.Sign(Now);
                await Task.Delay(Tick, _time);
            }
        }
        catch (Exception exception)
        {
            var reason = $"InternalServerError: {exception.Message}";
            await new TuningJobFailure(_folder, _trainingJobs, _time).EndAsync(_state, reason, TimeSpan.FromSeconds(_options.StopGraceSeconds));
            throw;
        }
    }

    /// <summary>One look at all training jobs.</summary>
    /// <returns>Whether the tuning job is over.</returns>
    private bool Step()
    {
        var trials = _trials.Read(_state.Jobs);
        if (_state.StopReason is null && EndReason(trials) is var (reason, status)) EndWith(reason, status);
        if (_state.StopReason is null)
        {
            foreach (var trial in trials.Where(trial => trial.State == TrialState.Running)) StopEarly(trial, trials);
            var running = trials.Count(trial => trial.State == TrialState.Running);
            while (running < _request.ParallelMax && _state.Jobs.Count < _request.JobsMax && Start()) running++;
            if (running > 0) return false;
            if (trials.Count == 0) EndWith($"the parents have tried all that {_request.Definitions[0].RangesName} hold", JobStatus.Completed);
            else if (trials.Any(trial => trial.FinalObjective is not null)) EndWith(_searches.All(search => search.IsExhausted) ? $"all that {_request.Definitions[0].RangesName} hold has been tried" : "all training jobs have ended", JobStatus.Completed);
            else EndWith(WithoutObjective(trials), JobStatus.Failed);
        }

        foreach (var trial in trials.Where(trial => trial.State == TrialState.Running)) RequestStop(_state.Jobs[trial.Number].Name);
        if (trials.Any(trial => trial.State == TrialState.Running)) return false;
        Set(_state with { Status = _state.FinalStatus!, EndTime = Now });
        return true;
    }

    // Why the training jobs that run are to be stopped.
    private (string Reason, string Status)? EndReason(IReadOnlyList<TuningTrial> trials)
    {
        if (_folder.IsStopRequested) return ("StopHyperParameterTuningJob", JobStatus.Stopped);
        if (_request.MaxRuntimeSeconds is { } seconds && Now - _state.CreationTime >= TimeSpan.FromSeconds(seconds))
            return (string.Create(CultureInfo.InvariantCulture, $"it ran for MaxRuntimeInSeconds, {seconds}"), JobStatus.Completed);
        var ended = trials.Where(trial => trial.State != TrialState.Running).ToArray();
        if (ended.Length >= JobsWithoutObjectiveMax && ended.All(trial => trial.FinalObjective is null)) return (WithoutObjective(ended), JobStatus.Failed);
        if (ended.Length == _endedSeen) return null;
        _endedSeen = ended.Length;
        return _request.Completion.Reached(trials, _request.Objective, _searches) is { } reached ? (reached, JobStatus.Completed) : null;
    }

    private string WithoutObjective(IReadOnlyList<TuningTrial> ended)
    {
        var failed = ended.Select(trial => _trainingJobs.State(_state.Jobs[trial.Number].Name).FailureReason).FirstOrDefault(reason => reason is not null);
        return string.Create(CultureInfo.InvariantCulture, $"No objective metrics found after running {ended.Count} training jobs: ")
            + (failed is null ? $"no line of their logs matched the regular expression of {_request.Metric} with a finite number" : $"the first that failed says {failed}");
    }

    private void EndWith(string reason, string status)
    {
        Set(_state with
        {
            StopReason = reason,
            FinalStatus = status,
            Status = status == JobStatus.Stopped ? JobStatus.Stopping : _state.Status,
            FailureReason = status == JobStatus.Failed ? Shown.Cut(reason, JobOutcome.ReasonLengthMax) : null,
            ConvergenceTime = reason == CompletionCriteria.Converged ? Now : null,
        });
    }

    // Each value is judged once, as if it were the last: several may have come since the last look, and thousands when a runner follows another.
    private bool ShouldStop(TuningTrial trial, IReadOnlyList<TuningTrial> trials)
    {
        double[] all = trial.Objectives as double[] ?? [.. trial.Objectives];
        for (var count = _judged.GetValueOrDefault(trial.Number) + 1; count <= trial.Objectives.Count; count++)
        {
            _judged[trial.Number] = count;
            var then = trial with { Objectives = new ArraySegment<double>(all, 0, count) };
            if (_searches[trial.Definition].ShouldStop(then, trials) || (_request.StopsEarly && MedianStoppingRule.ShouldStop(then, trials, _request.Objective))) return true;
        }

        return false;
    }

    // Written down first: a runner that was killed before it could stop the job is followed by one that does.
    private void StopEarly(TuningTrial trial, IReadOnlyList<TuningTrial> trials)
    {
        var job = _state.Jobs[trial.Number];
        if (!job.IsStoppedEarly)
        {
            if (!ShouldStop(trial, trials)) return;
            Set(_state with { Jobs = [.. _state.Jobs.Select((other, index) => index == trial.Number ? other with { IsStoppedEarly = true } : other)] });
        }

        RequestStop(job.Name);
    }

    // It may have ended by itself since it was looked at.
    private void RequestStop(string name)
    {
        try
        {
            if (!_trainingJobs.IsStopRequested(name)) _trainingJobs.Stop(name);
        }
        catch (ServiceException exception) when (exception.Code == "ValidationException")
        {
        }
    }

    // Definitions have equally many jobs, as far as there is something left to try in each.
    private bool Start()
    {
        var trials = _trials.Read(_state.Jobs);
        foreach (var (definition, search) in _searches.Index().Where(search => !search.Item.IsExhausted).OrderBy(search => search.Item.Count(trials)))
        {
            if (search.Next(trials) is not { } configuration) continue;
            var job = new TunedJob(NameOf(_state.Jobs.Count), configuration.Values) { Definition = definition };
            Set(_state with { Jobs = [.. _state.Jobs, job] });
            _trainingJobs.Create(_request.Definitions[definition].TrainingJob(job.Name, job.HyperParameters), _options, new RequestFindings(), _state.Arn);
            return true;
        }

        return false;
    }

    // As the service names them: the tuning job's name, a number from 001, and eight hexadecimal digits.
    private string NameOf(int number) => string.Create(
        CultureInfo.InvariantCulture, $"{_request.Name}-{number + 1:D3}-{new KeyedRandom(RandomKey.For(_state.Seed, DrawPurpose.Tuning, number, NameStream)).NextUInt32():x8}");

    // What could not be written down is not so.
    private void Set(TuningJobState state)
    {
        var next = state with { LastModifiedTime = Now };
        _folder.Write(next);
        _state = next;
    }
}
