using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Progress;

/// <summary>Tells what has changed in a tuning job, a line for each change: for logs and pipes.</summary>
/// <param name="output">Where to.</param>
internal sealed class TuningLines(TextWriter output)
{
    private readonly Dictionary<string, TunedJobProgress> _told = [];

    private string? _status;

    /// <summary>Tells what is new since the last time.</summary>
    public void Show(TuningProgress progress)
    {
        foreach (var job in progress.Jobs)
        {
            var before = _told.GetValueOrDefault(job.Name);
            if (before is null) output.WriteLine($"{job.Name}{Definition(job)} started: {string.Join(' ', job.HyperParameters.Select(pair => $"{pair.Key}={pair.Value}"))}");
            if (!job.IsRunning && before is null or { IsRunning: true })
                output.WriteLine($"{job.Name} {job.Status}: {(job.FailureReason is { } reason ? Shown.OneLine(reason) : Value(job))}{(job.IsBest ? ", the best so far" : "")}");
            _told[job.Name] = job;
        }

        var status = progress.Reason is { } why ? $"{progress.Name} {progress.Status}: {Shown.OneLine(why)}" : $"{progress.Name} {progress.Status}";
        if (status == _status) return;
        _status = status;
        output.WriteLine(status);
    }

    private static string Definition(TunedJobProgress job) => job.Definition is { } definition ? $" of {definition}" : "";

    private static string Value(TunedJobProgress job) => job.Objective is { } value
        ? string.Create(CultureInfo.InvariantCulture, $"{job.Metric}={(float)value} after {job.Epochs} {(job.Epochs == 1 ? "value" : "values")}")
        : $"no value of {job.Metric}";
}
