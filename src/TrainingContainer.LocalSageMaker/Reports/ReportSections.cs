namespace TrainingContainer.LocalSageMaker.Reports;

/// <summary>The sections of the page: all texts and numbers, which can be read without its program, and the places of its charts.</summary>
/// <param name="content">What the report says.</param>
/// <param name="thinned">How many series are drawn thinned.</param>
internal sealed class ReportSections(ReportContent content, int thinned)
{
    private const int ObjectiveHeight = 360;
    private const int ParallelHeight = 400;
    private const int AxisWidthMin = 110;
    private const int RowHeight = 26;
    private const int TimelineFrame = 84;

    /// <summary>All sections in their order.</summary>
    public Html All => content.Objective is null
        ? Html.Of($"{Failures}{Summary}{Metrics}{Timeline}{HyperParameters}")
        : Html.Of($"{Summary}{ObjectiveOverTime}{ParallelCoordinates}{Jobs}{Curves}{Timeline}{Failures}");

    /// <summary>A status as a small coloured word.</summary>
    public static Html Badge(string status) => Html.Of($"<span class=\"badge badge-{status.ToLowerInvariant()}\">{status}</span>");

    private Html Summary => Html.Of($"""
        <section id="summary">
        <h2>Summary</h2>
        <div class="tiles">{Tiles()}</div>
        <dl class="facts">{content.Facts.Select(fact => Html.Of($"<div><dt>{fact.Name}</dt><dd>{fact.Value}</dd></div>"))}</dl>
        </section>

        """);

    private Html ObjectiveOverTime => Section("objective", "Objective over time", content.Best is null
        ? Nothing("No training job has a final value of the objective yet.")
        : Html.Of($"""
            <p class="note">The final <code>{content.Objective!.Metric}</code> of each training job when it ended, and the best so far ({Direction}).</p>
            {Chart("objective-chart", ObjectiveHeight, "Final objective of each training job over time")}
            """));

    private Html ParallelCoordinates => content.Best is null || content.Parameters.Count == 0 ? Html.None : Section("parameters", "Hyperparameters and objective", Html.Of($"""
        <p class="note">A line for each training job that has a final objective. Drag along an axis to see only the jobs that pass there. {Legend}.</p>
        <div class="wide">{Chart("parameters-chart", ParallelHeight, "Parallel coordinates of the tuned hyperparameters and the objective", (content.Parameters.Count + 1) * AxisWidthMin)}</div>
        """));

    private Html Jobs => Section("jobs", "Training jobs", Html.Of($"""
        <p class="note">The best first. <span class="scripted">Choose a row to highlight that job in every chart; choose it again to see all.</span></p>
        <div class="scroll"><table id="jobs-table">
        <thead><tr><th class="number">#</th><th>Training job</th><th>Status</th><th class="number">{Breakable(content.Objective!.Metric)}</th>{content.Parameters.Select(parameter => Html.Of($"<th class=\"number\">{Breakable(parameter.Name)}</th>"))}<th class="number">Training</th><th class="number">Billable</th><th class="number">Ended (UTC)</th></tr></thead>
        <tbody>
        {content.Ranked.Select(Row)}</tbody></table></div>
        """));

    private Html Curves => content.Jobs.All(job => job.Metrics.Count == 0)
        ? Section("curves", "Curves", Nothing("No value of a metric was found in a log yet."))
        : Section("curves", "Curves", Html.Of($"""
            <p class="note"><code>{content.Objective!.Metric}</code> while each job trained. {Legend}, <span class="legend"><i class="other-line"></i> no final value</span>. {Thinning}</p>
            {AxisChoice}
            <div class="curves"></div>
            """));

    private Html Metrics => content.Jobs[0].Metrics is not { Count: > 0 } metrics
        ? Section("curves", "Metrics", Nothing("No value of a metric was found in the log."))
        : Section("curves", "Metrics", Html.Of($"""
            <p class="note">Every metric of the request’s <code>MetricDefinitions</code>. {(content.Jobs[0].Interruptions > 0 ? "Dashed lines are Spot interruptions." : "")} {Thinning}</p>
            {AxisChoice}
            <div class="curves"></div>
            <div class="scroll"><table id="metrics-table">
            <thead><tr><th>Metric</th><th class="number">Last</th><th class="number">Least</th><th class="number">Greatest</th><th class="number">Values</th></tr></thead>
            <tbody>
            {metrics.Select(MetricRow)}</tbody></table></div>
            """));

    private Html Timeline
    {
        get
        {
            var phases = content.Jobs.Select(job => ReportPhase.Of(job.Transitions, content.Time)).ToArray();
            if (phases.All(job => job.Count == 0)) return Html.None;
            var rows = content.Objective is null ? phases[0].Max(phase => phase.Attempt) : content.Jobs.Count;
            return Section("timeline", "Timeline", Html.Of($"""
                <p class="note">{(content.Objective is null ? "A bar for each attempt" : "A bar for each training job")}, coloured by its secondary status{(content.Jobs.Any(job => job.Interruptions > 0) ? "; a diamond is a Spot interruption" : "")}. All times are UTC.</p>
                {Chart("timeline-chart", TimelineFrame + (rows * RowHeight), "Secondary statuses over time")}
                {(content.Objective is null ? PhaseTable(phases[0]) : Html.None)}
                """));
        }
    }

    private Html HyperParameters => content.Jobs[0].HyperParameters is not { Count: > 0 } values ? Html.None : Section("hyperparameters", "Hyperparameters", Html.Of($"""
        <div class="scroll"><table><thead><tr><th>Name</th><th>Value</th></tr></thead><tbody>
        {values.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => Html.Of($"<tr><td>{pair.Key}</td><td><code>{pair.Value}</code></td></tr>\n"))}</tbody></table></div>
        """));

    private Html Failures => Reasons.ToArray() is not { Length: > 0 } reasons ? Html.None : Section("failures", "Failures", Html.Of(
        $"{reasons.Select(failure => Html.Of($"<article class=\"failure\"><h3>{failure.Name}</h3><pre>{failure.Reason}</pre></article>\n"))}"));

    private IEnumerable<(string Name, string Reason)> Reasons => content.Jobs.Select(job => (job.Name, job.FailureReason)).Prepend((content.Name, content.FailureReason))
        .Where(failure => failure.Item2 is not null).Select(failure => (failure.Item1, failure.Item2!));

    private string Direction => content.Objective!.Type == ObjectiveType.Maximize ? "greater is better" : "less is better";

    private string Thinning => thinned == 0 ? ""
        : $"{ReportText.Count(thinned, "curve is", "curves are")} thinned: of each stretch of values the least and the greatest are drawn, so every peak is there.";

    private static Html Legend => Html.Of($"<span class=\"legend\">worse <i class=\"ramp\"></i> better, <i class=\"best-line\"></i> the best</span>");

    private static Html AxisChoice => Html.Of($"""
        <div class="choice scripted" role="group" aria-label="Horizontal axis"><button type="button" data-axis="number" aria-pressed="true">by value number</button><button type="button" data-axis="time" aria-pressed="false">by time</button></div>
        """);

    private IEnumerable<Html> Tiles()
    {
        if (content.Objective is { } objective)
        {
            yield return content.Best is { } best
                ? Tile($"best {objective.Metric}", ReportText.Number(best.FinalObjective!.Value), best.Name, "tile-best")
                : Tile($"best {objective.Metric}", "–", "none yet");
            yield return Tile("training jobs", ReportText.Count(content.Jobs.Count, "job", "jobs"), string.Join(", ", Counts()));
        }
        else
        {
            var job = content.Jobs[0];
            yield return Tile("attempts", $"{ReportPhase.Of(job.Transitions, content.Time).Select(phase => phase.Attempt).DefaultIfEmpty(0).Max()}", ReportText.Count(job.Interruptions, "Spot interruption", "Spot interruptions"));
        }

        yield return Tile("training time", ReportText.Duration(content.Jobs.Sum(job => job.TrainingSeconds ?? 0)), "Downloading to Uploading, all attempts");
        yield return Tile("billable time", ReportText.Duration(content.Jobs.Sum(job => job.BillableSeconds ?? 0)), Saving());
    }

    private string Saving()
    {
        var (training, billable) = (content.Jobs.Sum(job => job.TrainingSeconds ?? 0), content.Jobs.Sum(job => job.BillableSeconds ?? 0));
        return billable < training ? $"{100 - (100L * billable / training)} % saved by Spot" : "nothing saved by Spot";
    }

    private IEnumerable<string> Counts()
    {
        var early = content.Jobs.Count(job => job.IsEarlyStopped);
        foreach (var status in content.Jobs.Where(job => !job.IsEarlyStopped).GroupBy(job => job.Status).OrderBy(group => group.Key, StringComparer.Ordinal))
            yield return $"{status.Count()} {status.Key}";
        if (early > 0) yield return $"{early} stopped early";
    }

    private Html Row(ReportJob job, int index)
    {
        var isBest = ReferenceEquals(job, content.Best);
        return Html.Of($"""
            <tr data-job="{index}"{new Html(isBest ? " class=\"best\"" : "")}><td class="number">{(job.FinalObjective is null ? "" : $"{index + 1}")}</td><th scope="row">{job.Name}{new Html(isBest ? " <span class=\"star\">★ best</span>" : "")}</th><td>{(job.IsEarlyStopped ? Badge("Early stopped") : Badge(job.Status))}</td><td class="number value">{(job.FinalObjective is { } value ? ReportText.Number(value) : "–")}</td>{content.Parameters.Select(parameter => Value(parameter.ValueOf(job) ?? "–"))}<td class="number">{Seconds(job.TrainingSeconds)}</td><td class="number">{Seconds(job.BillableSeconds)}</td><td class="number">{(job.EndTime is { } end ? ReportText.ShortTime(end) : "–")}</td></tr>

            """);
    }

    // a drawn number has sixteen digits: all of them stand in its tooltip
    private static Html Value(string text) => Html.Of($"<td class=\"number\" title=\"{text}\">{ReportText.Short(text)}</td>");

    private static Html MetricRow(ReportSeries series) => Html.Of($"""
        <tr><th scope="row">{series.Name}</th><td class="number value">{ReportText.Number(series.Last.Value)}</td><td class="number">{ReportText.Number(series.Points.Min(point => point.Value))}</td><td class="number">{ReportText.Number(series.Points.Max(point => point.Value))}</td><td class="number">{series.Points.Count:#,0}</td></tr>

        """);

    private static Html PhaseTable(IReadOnlyList<ReportPhase> phases) => Html.Of($"""
        <details><summary>{ReportText.Count(phases.Count, "secondary status", "secondary statuses")} as a table</summary>
        <div class="scroll"><table><thead><tr><th class="number">Attempt</th><th>Secondary status</th><th>From</th><th class="number">For</th></tr></thead><tbody>
        {phases.Select(phase => Html.Of($"<tr><td class=\"number\">{phase.Attempt}</td><td>{phase.Status}</td><td>{ReportText.Time(phase.Start)}</td><td class=\"number\">{ReportText.Duration((phase.End - phase.Start).TotalSeconds)}{(phase.IsGoingOn ? " so far" : "")}</td></tr>\n"))}</tbody></table></div></details>
        """);

    // a narrow column breaks a name behind these signs, not within its words
    private static Html Breakable(string name) => new(Html.Of($"{name}").Markup.Replace("_", "_<wbr>", StringComparison.Ordinal).Replace(":", ":<wbr>", StringComparison.Ordinal));

    private static string Seconds(int? seconds) => seconds is { } known ? ReportText.Duration(known) : "–";

    private static Html Tile(string name, string value, string detail, string look = "") =>
        Html.Of($"<div class=\"tile {look}\"><b>{name}</b><strong>{value}</strong><small>{detail}</small></div>");

    private static Html Chart(string id, int height, string label, int widthMin = 0) =>
        Html.Of($"<div class=\"chart scripted\" id=\"{id}\" style=\"height: {height}px; min-width: {widthMin}px\" role=\"img\" aria-label=\"{label}\"></div>");

    private static Html Nothing(string text) => Html.Of($"<p class=\"nothing\">{text}</p>");

    private static Html Section(string id, string title, Html inner) => Html.Of($"<section id=\"{id}\">\n<h2>{title}</h2>\n{inner}\n</section>\n");
}
