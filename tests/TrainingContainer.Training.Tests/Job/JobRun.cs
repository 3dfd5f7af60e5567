using System.Text.Json;

namespace TrainingContainer.Training.Tests;

/// <summary>Runs a job and reads what it leaves.</summary>
internal static class JobRun
{
    public static (TrainingOutcome? Outcome, string[] Metrics, JobNotes Notes) Run(
        JobFolder job, JobNotes? notes = null, CancellationToken? stop = null)
    {
        var output = new StringWriter();
        notes ??= new JobNotes();
        var outcome = new TrainingJob(job.Paths, output, notes, TimeProvider.System).Run(stop ?? TestContext.Current.CancellationToken);
        return (outcome, output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries), notes);
    }

    public static JsonElement Json(JobFolder job, params string[] path)
    {
        using var document = JsonDocument.Parse(File.ReadAllText(Path.Combine([job.Paths.BaseDirectory, .. path])));
        return document.RootElement.Clone();
    }

    public static (string, string)[] Small(params (string, string)[] more) =>
        [("epochs", "6"), ("batch_size", "16"), ("hidden_layers", "[16]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu"), .. more];
}
