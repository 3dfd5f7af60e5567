using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>A tuning job's training jobs as its strategy sees them. What a job has reported is read once, however often it is looked at.</summary>
/// <param name="folderOf">The folder of a training job.</param>
/// <param name="request">The tuning job.</param>
internal sealed class TuningTrials(Func<string, JobFolder> folderOf, TuningJobRequest request)
{
    private readonly Dictionary<string, TuningTrial> _ended = [];
    private readonly Dictionary<string, ReportedObjectives> _running = [];

    /// <summary>The jobs with what they have reported so far.</summary>
    /// <param name="jobs">In the order of their creation.</param>
    /// <param name="common">Hyperparameters that are the same in all jobs and belong to their configurations; null for none.</param>
    public IReadOnlyList<TuningTrial> Read(IReadOnlyList<TunedJob> jobs, IReadOnlyDictionary<string, string>? common = null) =>
        [.. jobs.Select((job, number) => Read(job, number, common))];

    private TuningTrial Read(TunedJob job, int number, IReadOnlyDictionary<string, string>? common)
    {
        if (_ended.TryGetValue(job.Name, out var known)) return known;
        var (folder, configuration) = (folderOf(job.Name), new Configuration(job.HyperParameters.Concat(common ?? new Dictionary<string, string>())));
        // the runner has written it down and not created it yet
        if (!folder.Exists) return new TuningTrial(number, configuration, TrialState.Running, []) { Definition = job.Definition };
        // the state first: a job that is over reports nothing more
        var state = folder.ReadState().Status switch
        {
            JobStatus.Completed => TrialState.Completed,
            JobStatus.Stopped => TrialState.Stopped,
            JobStatus.Failed => TrialState.Failed,
            _ => TrialState.Running,
        };
        if (!_running.TryGetValue(job.Name, out var reported))
            _running.Add(job.Name, reported = new ReportedObjectives(folder.MetricsFile, request.Definitions[job.Definition].Metric));
        var trial = new TuningTrial(number, configuration, state, reported.Read()) { Definition = job.Definition };
        if (state == TrialState.Running) return trial;
        _running.Remove(job.Name);
        _ended.Add(job.Name, trial);
        return trial;
    }
}
