using System.Text.Json;

namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>
/// What the page's program draws, as JSON. <see cref="JsonSerializer"/>'s own encoder leaves nothing in it that HTML could take for markup:
/// letters from A to z, digits and a few signs stay, all else (&lt;, &amp;, quotes, U+2028) is written as <c>\uXXXX</c>.
/// </summary>
internal static class ReportData
{
    private static readonly JsonSerializerOptions Json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>The JSON text, and how many series were thinned.</summary>
    public static (string Json, int Thinned) Write(ReportContent content)
    {
        var limit = SeriesThinning.Limit(content.Jobs.Sum(job => Drawn(job).Count()));
        var thinned = 0;
        var jobs = content.Ranked.Select(job => new
        {
            job.Name,
            job.Status,
            job.IsEarlyStopped,
            Metric = job.ObjectiveMetric,
            Objective = job.FinalObjective,
            End = Milliseconds(job.EndTime ?? content.Time),
            Start = Milliseconds(job.StartTime ?? job.CreationTime),
            Values = content.Parameters.Select(parameter => parameter.ValueOf(job)),
            Series = Drawn(job).Select(series =>
            {
                var points = SeriesThinning.Thin(series.Points, limit);
                if (points.Count < series.Points.Count) thinned++;
                return new
                {
                    series.Name,
                    Numbers = points.Select(point => point.Number),
                    Times = points.Select(point => Milliseconds(point.Time)),
                    Values = points.Select(point => point.Value),
                };
            }).ToArray(),
            Phases = ReportPhase.Of(job.Transitions, content.Time).Select(phase => new
            {
                phase.Status, phase.Attempt, Start = Milliseconds(phase.Start), End = Milliseconds(phase.End),
            }),
            Training = job.TrainingSeconds,
            Billable = job.BillableSeconds,
        }).ToArray();
        var text = JsonSerializer.Serialize(
            new
            {
                Objective = content.Objective is { } objective ? new { objective.Metric, Type = objective.Type.ToString() } : null,
                Parameters = content.Parameters.Select(parameter => new { parameter.Name, Scale = parameter.Scale.ToString(), parameter.Min, parameter.Max, parameter.Values }),
                Jobs = jobs,
            },
            Json);
        return (text, thinned);
    }

    // of a tuning job's many jobs the objective, of one job everything
    private static IEnumerable<ReportSeries> Drawn(ReportJob job) =>
        job.ObjectiveMetric is { } metric ? job.Metrics.Where(series => series.Name == metric || series.Name.StartsWith($"{metric} (", StringComparison.Ordinal)) : job.Metrics;

    private static long Milliseconds(DateTimeOffset time) => time.ToUnixTimeMilliseconds();
}
