using System.Globalization;
using Spectre.Console;
using Spectre.Console.Rendering;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Progress;

/// <summary>A tuning job as a table: job, definition where there are several, hyperparameters, epoch, objective, status, best.</summary>
internal static class TuningTable
{
    // Title, header, borders and the line of those left out.
    private const int OtherLines = 8;
    private const int ValueLengthMax = 14;
    private const int RowsMin = 3;

    /// <summary>The table.</summary>
    /// <param name="progress">The tuning job.</param>
    /// <param name="height">Lines of the terminal: jobs that do not fit are left out, those that run and the best last.</param>
    public static IRenderable Of(TuningProgress progress, int height)
    {
        var tuned = progress.Jobs.SelectMany(job => job.HyperParameters.Keys).Distinct().Order(StringComparer.Ordinal).ToArray();
        var table = new Table { Border = TableBorder.Rounded, Title = new TableTitle(Markup.Escape(TitleOf(progress))) };
        table.AddColumn("job");
        var hasDefinitions = progress.Jobs.Any(job => job.Definition is not null);
        if (hasDefinitions) table.AddColumn("definition");
        foreach (var name in tuned) table.AddColumn(new TableColumn(Markup.Escape(Shown.Plain(name))).RightAligned());
        table.AddColumn(new TableColumn("epoch").RightAligned());
        table.AddColumn(new TableColumn(Markup.Escape(Shown.Plain(progress.Metric))).RightAligned());
        table.AddColumn("status");
        table.AddColumn("best");
        var shown = Chosen(progress.Jobs, Math.Max(RowsMin, height - OtherLines));
        foreach (var (number, job) in progress.Jobs.Index().Where(job => shown.Contains(job.Item.Name)))
        {
            IEnumerable<string> cells =
            [
                (number + 1).ToString("D3", CultureInfo.InvariantCulture),
                .. hasDefinitions ? [Short(job.Definition ?? "")] : Array.Empty<string>(),
                .. tuned.Select(name => Short(job.HyperParameters.GetValueOrDefault(name, ""))),
                job.Epochs.ToString(CultureInfo.InvariantCulture),
                job.Objective is { } value ? ((float)value).ToString("G6", CultureInfo.InvariantCulture) : "",
                job.Status,
                job.IsBest ? "★" : "",
            ];
            var style = job.IsBest ? new Style(Color.Green, decoration: Decoration.Bold) : job.Status == "Failed" ? new Style(Color.Red) : job.IsRunning ? Style.Plain : new Style(Color.Grey);
            table.AddRow(cells.Select(cell => new Text(cell, style)));
        }

        if (shown.Count < progress.Jobs.Count) table.Caption = new TableTitle($"{progress.Jobs.Count - shown.Count} more that have ended");
        return table;
    }

    private static string TitleOf(TuningProgress progress)
    {
        var (running, ended) = (progress.Jobs.Count(job => job.IsRunning), progress.Jobs.Count(job => !job.IsRunning));
        var title = string.Create(CultureInfo.InvariantCulture, $"{progress.Name}  {progress.Status}  {running} running, {ended} of {progress.JobsMax} ended");
        return progress.Reason is { } reason ? $"{title}: {reason}" : title;
    }

    // Those that run and the best always, then the latest.
    private static HashSet<string> Chosen(IReadOnlyList<TunedJobProgress> jobs, int count) =>
    [
        .. jobs.Index().OrderByDescending(job => job.Item.IsRunning || job.Item.IsBest).ThenByDescending(job => job.Index).Take(count).Select(job => job.Item.Name),
    ];

    // Continuous values have seventeen digits.
    private static string Short(string value) =>
        value.Length > 8 && double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number.ToString("G4", CultureInfo.InvariantCulture)
            : Shown.Cut(Shown.OneLine(value), ValueLengthMax);
}
