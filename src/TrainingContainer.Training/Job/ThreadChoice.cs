using System.Globalization;
using TorchSharp;
using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>Chooses the number of CPU threads of a job, says why, and puts it into effect.</summary>
/// <param name="observer">Is told.</param>
/// <param name="time">For the measurement.</param>
internal sealed class ThreadChoice(TrainingObserver observer, TimeProvider time)
{
    /// <summary>The most threads that can be asked for.</summary>
    public const int Max = 1024;

    /// <summary>On the CPU the candidates are timed on a throw-away copy of the network; on a GPU one thread is enough.</summary>
    /// <remarks>A resumed job takes what was measured before its checkpoint, unless threads was set to something else: other threads, other last bits.</remarks>
    /// <exception cref="OperationCanceledException">The job is to stop; asked before each step that is timed.</exception>
    public int Choose(
        TrainingSettings settings, INetwork architecture, JobData data, DeviceChoice device, CheckpointMetadata? resumed, CancellationToken stop)
    {
        int[] candidates = device.IsCuda ? [1]
            : settings.Threads is { } given ? [given]
            : Resumed(settings, resumed) is { } before ? [before]
            : Candidates(Environment.ProcessorCount);
        var (chosen, measured) = Measure(candidates, settings, architecture, data, stop);
        var timings = string.Join(", ", measured.Where(_ => measured.Count > 1).Select(m => string.Create(
            CultureInfo.InvariantCulture, $"{m.Threads}: {m.Seconds * 1e6:0} µs")));
        observer.Notice($"threads: {chosen} ({(timings.Length > 0 ? $"measured per step, {timings}" : device.IsCuda ? "on a GPU" : settings.Threads is null ? "nothing to choose" : "as set")})");
        return chosen;
    }

    /// <summary>The numbers worth a try with so many cores, the fewest first: one, all, and on larger machines a half and a quarter of them.</summary>
    /// <param name="cores">At least 1.</param>
    internal static int[] Candidates(int cores) => [.. new[] { 1, cores >= 16 ? cores / 4 : 1, cores >= 4 ? cores / 2 : 1, cores }.Distinct()];

    private int? Resumed(TrainingSettings settings, CheckpointMetadata? resumed)
    {
        var name = TrainingHyperparameters.Threads.Name;
        if (resumed is not { Device: "cpu", Threads: >= 1 and var before } || resumed.Settings.GetValueOrDefault(name) != settings.Hyperparameters[name])
            return null;
        if (before <= Environment.ProcessorCount)
            return before;
        observer.Warning($"the checkpoint was written with {before} threads, and this machine has {Environment.ProcessorCount} cores: threads are measured anew, and the last bits of the result may differ from a run without interruption");
        return null;
    }

    private (int Chosen, IReadOnlyList<(int Threads, double Seconds)> Measured) Measure(
        int[] candidates, TrainingSettings settings, INetwork architecture, JobData data, CancellationToken stop)
    {
        var calibration = new ThreadCalibration(time);
        if (candidates.Length == 1)
            return calibration.Run(candidates, torch.set_num_threads, () => { }, stop);
        using var model = architecture.Build(settings.Seed);
        settings.FineTuning.Frozen.Apply(model);
        using var loss = LossFunction.For(settings.Loss, null, torch.CPU);
        using var optimizer = Optimizer.For(settings.Optimizer, model);
        using var batches = Probe(data, settings.Data.BatchSize).Batches(settings.Data.BatchSize, null, architecture.InputShape, torch.CPU, stop);
        var step = new TrainingStep(model, loss, optimizer, architecture.HasDropout ? settings.Seed : null);
        batches.BeginEpoch(0);
        return calibration.Run(candidates, torch.set_num_threads, () =>
        {
            using var scope = torch.NewDisposeScope();
            step.Run(batches.At(0), settings.Optimizer.LearningRate, 0);
        }, stop);
    }

    /// <summary>Rows to measure with: the job's own, or, so that no pass over a stream is spent, as many zeros as a batch has.</summary>
    private static DataSet Probe(JobData data, int batchSize)
    {
        if (data.Training is not StreamedRows streamed)
            return data.Training;
        var zeros = new FeatureMatrix(data.FeatureCount);
        for (var row = 0; row < Math.Min(batchSize, streamed.Count); row++)
            zeros.Append(new float[data.FeatureCount]);
        return streamed.Target is null ? new DataRows(zeros, new int[zeros.RowCount], null, null) : new DataRows(zeros, null, new float[zeros.RowCount], null);
    }
}
