using System.Globalization;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>The report on a hyperparameter tuning job.</summary>
internal static class TuningReport
{
    /// <summary>What the report says.</summary>
    /// <param name="folder">The tuning job.</param>
    /// <param name="home">Where its training jobs are.</param>
    /// <param name="now">The time of the report.</param>
    public static ReportContent Content(TuningJobFolder folder, LocalHome home, DateTimeOffset now)
    {
        var (request, state) = (TuningJobRequest.Read(folder.ReadRequest(), new RequestFindings()), folder.ReadState());
        return new ReportContent
        {
            Name = folder.Name,
            Kind = "Hyperparameter tuning job",
            Status = state.Status,
            Time = now,
            Facts = [.. Facts(request, state)],
            FailureReason = state.FailureReason,
            Objective = new ReportObjective(request.Metric, request.Objective),
            Parameters = [.. Parameters(request)],
            Jobs =
            [
                // a job that was written down a moment ago may not be there yet
                .. state.Jobs.Where(job => home.TrainingJob(job.Name).Exists)
                    .Select(job => Read(home.TrainingJob(job.Name), job, request, now)),
            ],
        };
    }

    private static ReportJob Read(JobFolder folder, TunedJob tuned, TuningJobRequest request, DateTimeOffset now)
    {
        var definition = request.Definitions[tuned.Definition];
        var job = ReportJob.Read(folder, definition.Metric, now);
        return job with
        {
            Definition = request.Definitions.Count > 1 ? definition.Name : null,
            // it may have ended by itself before it was stopped
            IsEarlyStopped = tuned.IsStoppedEarly && job.Status == JobStatus.Stopped,
        };
    }

    private static IEnumerable<ReportParameter> Parameters(TuningJobRequest request)
    {
        var axes = request.Definitions.SelectMany(definition => definition.Space.Ranges).Select(ReportParameter.Of).GroupBy(axis => axis.Name).Select(axes => ReportParameter.Union([.. axes]));
        return request.Definitions.Count > 1 ? axes.Prepend(ReportParameter.OfDefinitions([.. request.Definitions.Select(definition => definition.Name!)])) : axes;
    }

    private static IEnumerable<ReportFact> Facts(TuningJobRequest request, TuningJobState state)
    {
        yield return new("Created", ReportText.Time(state.CreationTime));
        if (state.EndTime is { } end) yield return new("Ended", ReportText.Time(end));
        yield return new("Objective", $"{request.Objective} {request.Metric}");
        yield return new("Strategy", request.Strategy.ToString());
        yield return new("Limits", $"{ReportText.Count(request.JobsMax, "job", "jobs")}, {request.ParallelMax} at a time" +
            (request.MaxRuntimeSeconds is { } seconds ? $", {ReportText.Duration(seconds)}" : ""));
        yield return new("Early stopping", request.StopsEarly ? "Auto" : "Off");
        if (request.WarmStartType is { } type) yield return new("Warm start", $"{type} from {string.Join(", ", request.Parents)}");
        foreach (var definition in request.Definitions.Where(definition => definition.StaticHyperParameters.Count > 0))
        {
            yield return new(request.Definitions.Count > 1 ? $"Other hyperparameters of {definition.Name}" : "Other hyperparameters",
                string.Join(", ", definition.StaticHyperParameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")));
        }

        if (state.StopReason is { } reason) yield return new("No more jobs, since", reason);
        yield return new("Random seed", state.Seed.ToString(CultureInfo.InvariantCulture));
        yield return new("ARN", state.Arn);
    }
}
