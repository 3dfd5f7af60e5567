using System.Text.RegularExpressions;

namespace TrainingContainer.Training.Tests;

/// <summary>A small job with a checkpoint folder that is interrupted where a test says, and what it leaves to compare.</summary>
internal sealed partial class ResumableJob : IDisposable
{
    private readonly JobFolder _job = new();
    private readonly (string, string)[] _settings;

    public ResumableJob(params (string, string)[] settings)
    {
        _settings = settings;
        _job.Channel("train", Wide(JobFolder.TwoClasses(300))).Channel("validation", Wide(JobFolder.TwoClasses(60)));
        Directory.CreateDirectory(_job.Paths.Checkpoints);
    }

    /// <summary>Metric lines of all runs, without those that tell durations.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>The clock of the runs.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Notices and warnings of all runs.</summary>
    public List<string> Notes { get; } = [];

    public string Checkpoints => _job.Paths.Checkpoints;

    public JobFolder Folder => _job;

    /// <summary>Runs until the end, until it is stopped after so many steps of this run, or until the process "dies" there.</summary>
    public TrainingOutcome? Run(int stopAfter = int.MaxValue, int dieAfter = int.MaxValue, params (string, string)[] changes)
    {
        _job.With([("epochs", "4"), ("batch_size", "32"), ("hidden_layers", "[8]"), ("learning_rate", "0.02"), ("threads", "1"), ("device", "cpu"),
            ("checkpoint_interval", "7ba"), .. _settings, .. changes]);
        using var stop = new CancellationTokenSource();
        var output = new StringWriter();
        var interruption = new Interruption(Notes, stop, stopAfter, dieAfter);
        try
        {
            return new TrainingJob(_job.Paths, output, interruption, Time).Run(stop.Token);
        }
        finally
        {
            Lines.AddRange(output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(line => !Duration().IsMatch(line)));
        }
    }

    /// <summary>Everything that a run without interruption must equal: model, evaluation, and the metric lines, each once.</summary>
    public string Result() => string.Join('\n', [
        Convert.ToHexString(File.ReadAllBytes(Path.Combine(_job.Paths.Model, ModelArtifact.WeightsFile))),
        File.ReadAllText(Path.Combine(_job.Paths.Model, ModelArtifact.DescriptionFile)),
        File.ReadAllText(Path.Combine(_job.Paths.OutputData, "evaluation.json")),
        .. Lines.Distinct()]);

    public void Dispose() => _job.Dispose();

    /// <summary>Twelve features, so that a row can be an image of 3×2×2.</summary>
    public static string Wide(string rows) => string.Join('\n', rows.Split('\n').Select((row, index) => row.Length == 0 ? "" : $"{row},1,0.5,{index % 7},0,{index % 3},0,1,{index % 5},2"));

    [GeneratedRegex(" (train:samples_per_second|checkpoint:[a-z_]+)=")]
    private static partial Regex Duration();

    /// <summary>What a killed process leaves, without killing the one that tests.</summary>
    public sealed class Death : Exception;

    private sealed class Interruption(List<string> notes, CancellationTokenSource stop, int stopAfter, int dieAfter) : TrainingObserver
    {
        private int _steps;

        public override void Notice(string message) => notes.Add(message);

        public override void Warning(string message) => notes.Add($"warning: {message}");

        public override void StepCompleted(int epoch, long step, int rows, Func<double> meanLoss)
        {
            _steps++;
            if (_steps == dieAfter)
                throw new Death();
            if (_steps == stopAfter)
                stop.Cancel();
        }
    }
}
