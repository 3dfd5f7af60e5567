using System.Text.Json.Nodes;
using TrainingContainer.LocalSageMaker.Progress;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Jobs;

/// <summary>A tuning job and its training jobs as the API's Describe and List answer.</summary>
internal sealed class TuningJobDescription
{
    private readonly LocalHome _home;
    private readonly TuningJobFolder _folder;
    private readonly TuningJobRequest _request;
    private readonly TuningJobState _state;
    private readonly IReadOnlyList<TuningTrial> _trials;

    /// <summary>Reads all that is known of a tuning job now.</summary>
    /// <param name="home">Where its training jobs and its parents are.</param>
    /// <param name="folder">The tuning job.</param>
    /// <param name="trials">For whoever looks again and again: what was read before is not read anew. Null to read all.</param>
    public TuningJobDescription(LocalHome home, TuningJobFolder folder, TuningTrials? trials = null)
    {
        (_home, _folder, _state) = (home, folder, folder.ReadState());
        _request = TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings());
        // a job that was written down a moment ago may not be there yet
        Jobs = [.. _state.Jobs.Where(job => home.TrainingJob(job.Name).Exists)];
        _trials = (trials ?? new TuningTrials(home.TrainingJob, _request)).Read(Jobs);
        Best = _request.Objective.Best(_trials) is { } best ? Jobs[best.Number].Name : null;
    }

    /// <summary>The training jobs that there are, in the order of their creation.</summary>
    public IReadOnlyList<TunedJob> Jobs { get; }

    /// <summary>The training job with the best objective so far; null before any has one.</summary>
    public string? Best { get; }

    /// <summary>The answer of DescribeHyperParameterTuningJob.</summary>
    public JsonObject Describe()
    {
        var request = JsonObject.Create(_folder.ReadRequest())!;
        var answer = Beginning(request);
        if (request[TuningDefinition.Several] is null) answer[TuningDefinition.One] = Described(_request.Definitions[0]);
        else answer[TuningDefinition.Several] = new JsonArray([.. _request.Definitions.Select(Described)]);
        if (Best is { } best) answer["BestTrainingJob"] = Summary(best);
        if (OverallBest() is { } overall) answer["OverallBestTrainingJob"] = overall;
        if (request["WarmStartConfig"] is { } warmStart) answer["WarmStartConfig"] = warmStart.DeepClone();
        if (_state.FailureReason is { } reason) answer["FailureReason"] = reason;
        var details = new JsonObject { ["NumberOfTrainingJobsObjectiveNotImproving"] = CompletionCriteria.JobsNotImproving(_trials, _request.Objective) };
        if (_state.ConvergenceTime is { } time) details["ConvergenceDetectedTime"] = TrainingJobDescription.Time(time);
        answer["TuningJobCompletionDetails"] = details;
        answer["ConsumedResources"] = new JsonObject { ["RuntimeInSeconds"] = (int)Math.Round(Jobs.Sum(job => _home.TrainingJob(job.Name).ReadState().EarlierAttempts.TotalSeconds)) };
        return answer;
    }

    /// <summary>The same for a person.</summary>
    public TuningProgress Progress() => new(_folder.Name, _state.Status, _state.StopReason, _request.Metric, _request.JobsMax,
    [
        .. Jobs.Zip(_trials, (job, trial) =>
        {
            var state = trial.State is TrialState.Running or TrialState.Failed ? _home.TrainingJob(job.Name).ReadState() : null;
            var status = trial.State switch
            {
                TrialState.Running => state!.SecondaryStatus,
                TrialState.Stopped when job.IsStoppedEarly => "Stopped early",
                _ => trial.State.ToString(),
            };
            var definition = _request.Definitions[job.Definition];
            return new TunedJobProgress(
                job.Name, job.HyperParameters, trial.Objectives.Count, definition.Metric, trial.Objectives.Count > 0 ? trial.Objectives[^1] : null, status, trial.State == TrialState.Running, job.Name == Best, state?.FailureReason)
            {
                Definition = _request.Definitions.Count > 1 ? definition.Name : null,
            };
        }),
    ]);

    /// <summary>One item of ListHyperParameterTuningJobs.</summary>
    public JsonObject Summary()
    {
        var answer = Beginning(JsonObject.Create(_folder.ReadRequest())!);
        answer["Strategy"] = _request.Strategy.ToString();
        answer["ResourceLimits"] = answer["HyperParameterTuningJobConfig"]!["ResourceLimits"]!.DeepClone();
        answer.Remove("HyperParameterTuningJobConfig");
        return answer;
    }

    /// <summary>One item of ListTrainingJobsForHyperParameterTuningJob.</summary>
    /// <param name="name">One of <see cref="Jobs"/>.</param>
    public JsonObject Summary(string name)
    {
        var number = Jobs.Index().First(job => job.Item.Name == name).Index;
        return Summary(_home.TrainingJob(name), Jobs[number], _trials[number], _request);
    }

    private static JsonObject Described(TuningDefinition definition)
    {
        var answer = JsonObject.Create(definition.Json)!;
        var given = (JsonObject)(answer["StaticHyperParameters"]?.DeepClone() ?? new JsonObject());
        given[TuningDefinition.ObjectiveHyperParameter] = definition.Metric;
        answer["StaticHyperParameters"] = given;
        return answer;
    }

    private static JsonObject Summary(JobFolder folder, TunedJob job, TuningTrial trial, TuningJobRequest request)
    {
        var (state, definition) = (folder.ReadState(), request.Definitions[job.Definition]);
        var answer = new JsonObject();
        if (definition.Name is { } name) answer["TrainingJobDefinitionName"] = name;
        answer["TrainingJobName"] = job.Name;
        answer["TrainingJobArn"] = state.Arn;
        answer["CreationTime"] = TrainingJobDescription.Time(state.CreationTime);
        if (state.TrainingStartTime is { } start) answer["TrainingStartTime"] = TrainingJobDescription.Time(start);
        if (state.TrainingEndTime is { } end) answer["TrainingEndTime"] = TrainingJobDescription.Time(end);
        answer["TrainingJobStatus"] = state.Status;
        answer["TunedHyperParameters"] = new JsonObject(job.HyperParameters.Select(pair => KeyValuePair.Create<string, JsonNode?>(pair.Key, pair.Value)));
        if (state.FailureReason is { } reason) answer["FailureReason"] = reason;
        if (trial.FinalObjective is { } value)
        {
            answer["FinalHyperParameterTuningJobObjectiveMetric"] =
                new JsonObject { ["Type"] = definition.Objective.ToString(), ["MetricName"] = definition.Metric, ["Value"] = (float)value };
        }

        answer["ObjectiveStatus"] = trial.FinalObjective is not null ? "Succeeded" : trial.State == TrialState.Running ? "Pending" : "Failed";
        return answer;
    }

    private JsonObject Beginning(JsonObject request)
    {
        var answer = new JsonObject
        {
            ["HyperParameterTuningJobName"] = _folder.Name,
            ["HyperParameterTuningJobArn"] = _state.Arn,
            ["HyperParameterTuningJobConfig"] = request["HyperParameterTuningJobConfig"]!.DeepClone(),
            ["HyperParameterTuningJobStatus"] = _state.Status,
            ["CreationTime"] = TrainingJobDescription.Time(_state.CreationTime),
        };
        if (_state.EndTime is { } end) answer["HyperParameterTuningEndTime"] = TrainingJobDescription.Time(end);
        answer["LastModifiedTime"] = TrainingJobDescription.Time(_state.LastModifiedTime);
        answer["TrainingJobStatusCounters"] = StatusCounters();
        answer["ObjectiveStatusCounters"] = new JsonObject
        {
            ["Succeeded"] = _trials.Count(trial => trial.FinalObjective is not null),
            ["Pending"] = _trials.Count(trial => trial.State == TrialState.Running),
            ["Failed"] = _trials.Count(trial => trial.State != TrialState.Running && trial.FinalObjective is null),
        };
        return answer;
    }

    private JsonObject StatusCounters()
    {
        var retryable = _trials.Count(trial => trial.State == TrialState.Failed
            && _home.TrainingJob(Jobs[trial.Number].Name).ReadState().FailureReason?.StartsWith("InternalServerError", StringComparison.Ordinal) == true);
        int Count(TrialState state) => _trials.Count(trial => trial.State == state);
        return new JsonObject
        {
            ["Completed"] = Count(TrialState.Completed),
            ["InProgress"] = Count(TrialState.Running),
            ["RetryableError"] = retryable,
            ["NonRetryableError"] = Count(TrialState.Failed) - retryable,
            ["Stopped"] = Count(TrialState.Stopped),
        };
    }

    private JsonObject? OverallBest()
    {
        if (TuningParents.Read(_home, _request)?.OverallBest(_trials, _request.Objective) is not { } best) return null;
        if (best.Parent is not { } parent) return Summary(Jobs[best.Trial.Number].Name);
        var folder = _home.TuningJob(_request.Parents[parent]);
        var job = folder.ReadState().Jobs[best.Trial.Number];
        var summary = Summary(_home.TrainingJob(job.Name), job, best.Trial, TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings()));
        summary.Insert(summary.IndexOf("TrainingJobArn") + 1, "TuningJobName", folder.Name);
        return summary;
    }
}
