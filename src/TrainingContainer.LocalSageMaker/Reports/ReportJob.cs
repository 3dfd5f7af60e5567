using TrainingContainer.LocalSageMaker.Jobs;
using TrainingContainer.LocalSageMaker.Metrics;
using TrainingContainer.LocalSageMaker.Requests;
using TrainingContainer.LocalSageMaker.State;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>A training job as a report shows it.</summary>
internal sealed record ReportJob
{
    /// <summary>TrainingJobName.</summary>
    public required string Name { get; init; }

    /// <summary>TrainingJobStatus.</summary>
    public required string Status { get; init; }

    /// <summary>Whether the tuning job stopped it since it promised little.</summary>
    public bool IsEarlyStopped { get; init; }

    /// <summary>HyperParameters.</summary>
    public IReadOnlyDictionary<string, string> HyperParameters { get; init; } = new Dictionary<string, string>();

    /// <summary>DefinitionName where the tuning job has several definitions; else null.</summary>
    public string? Definition { get; init; }

    /// <summary>MetricName of the objective; null when there is none.</summary>
    public string? ObjectiveMetric { get; init; }

    /// <summary>The last value of the objective metric of a job that ended without a failure; null for any other.</summary>
    public float? FinalObjective { get; init; }

    /// <summary>CreationTime.</summary>
    public required DateTimeOffset CreationTime { get; init; }

    /// <summary>TrainingStartTime; null before that.</summary>
    public DateTimeOffset? StartTime { get; init; }

    /// <summary>TrainingEndTime; null before that.</summary>
    public DateTimeOffset? EndTime { get; init; }

    /// <summary>Every metric of which there are values.</summary>
    public IReadOnlyList<ReportSeries> Metrics { get; init; } = [];

    /// <summary>SecondaryStatusTransitions.</summary>
    public IReadOnlyList<StatusTransition> Transitions { get; init; } = [];

    /// <summary>Spot interruptions.</summary>
    public int Interruptions { get; init; }

    /// <summary>TrainingTimeInSeconds; null before TrainingStartTime.</summary>
    public int? TrainingSeconds { get; init; }

    /// <summary>BillableTimeInSeconds; null before TrainingStartTime.</summary>
    public int? BillableSeconds { get; init; }

    /// <summary>FailureReason; null when it did not fail.</summary>
    public string? FailureReason { get; init; }

    /// <summary>What this machine knows of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="metric">The objective metric; null when there is none.</param>
    /// <param name="now">The time of the report.</param>
    public static ReportJob Read(JobFolder job, string? metric, DateTimeOffset now)
    {
        var (request, state) = (job.ReadRequest(), job.ReadState());
        var points = MetricSeries.Read(job.MetricsFile);
        var seconds = TrainingJobDescription.Seconds(job, state, request.Flag("EnableManagedSpotTraining"), now);
        return new ReportJob
        {
            Name = job.Name,
            Status = state.Status,
            HyperParameters = request.Entries("HyperParameters"),
            ObjectiveMetric = metric,
            FinalObjective = state.Status is JobStatus.Completed or JobStatus.Stopped ? points.LastOrDefault(point => point.Name == metric)?.Value : null,
            CreationTime = state.CreationTime,
            StartTime = state.TrainingStartTime,
            EndTime = state.TrainingEndTime,
            Metrics = Series(points),
            Transitions = state.Transitions,
            Interruptions = state.Interruptions,
            TrainingSeconds = seconds?.Training,
            BillableSeconds = seconds?.Billable,
            FailureReason = state.FailureReason,
        };
    }

    private static List<ReportSeries> Series(IReadOnlyList<MetricPoint> points)
    {
        var series = new List<ReportSeries>();
        foreach (var metric in points.GroupBy(point => point.Name))
        {
            var hosts = metric.GroupBy(point => point.Host).OrderBy(host => host.Key, StringComparer.Ordinal).ToArray();
            series.AddRange(hosts.Select(host => new ReportSeries(
                hosts.Length == 1 ? metric.Key : $"{metric.Key} ({host.Key})",
                [.. host.Select((point, index) => new ReportPoint(index + 1, point.Time, point.Value))])));
        }

        return series;
    }
}
