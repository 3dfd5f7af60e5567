using System.Globalization;
using TorchSharp;
using TrainingContainer.Data;

namespace TrainingContainer.Training;

/// <summary>Chooses the threads of a job, says why, and puts them into effect.</summary>
/// <param name="observer">Is told.</param>
/// <param name="time">For the measurement.</param>
internal sealed class ThreadChoice(TrainingObserver observer, TimeProvider time)
{
    /// <summary>On the CPU the candidates are timed on a throw-away copy of the network; on a GPU one thread is enough.</summary>
    /// <remarks>A resumed job takes what was measured before its checkpoint, unless threads was set to something else: other threads, other last bits.</remarks>
    /// <exception cref="OperationCanceledException">The job is to stop; asked before each step that is timed.</exception>
    public ThreadSetting Choose(
        TrainingSettings settings, INetwork architecture, JobData data, DeviceChoice device, CheckpointMetadata? resumed, CancellationToken stop)
    {
        if (BlasLibrary.Loaded.Warning is { } warning && !device.IsCuda)
            observer.Warning(warning);
        var cores = settings.ThreadsMax > 0 ? settings.ThreadsMax : Environment.ProcessorCount;
        var candidates = device.IsCuda ? [new ThreadSetting(1, 1)]
            : settings.ThreadsFixed is { } given ? [given]
            : Resumed(settings, resumed) is { } before ? [before]
            : ThreadSetting.Candidates(cores);
        var (chosen, measured) = Measure(candidates, settings, architecture, data, stop);
        var timings = string.Join(", ", measured.Where(_ => measured.Count > 1).Select(m => string.Create(
            CultureInfo.InvariantCulture, $"{m.Setting.Torch}/{m.Setting.Blas} {m.Seconds * 1e6:0} µs")));
        observer.Notice($"threads: libtorch {chosen.Torch}, {BlasLibrary.Loaded.Name} {chosen.Blas} ({(timings.Length > 0 ? $"measured per step, libtorch/BLAS: {timings}" : "nothing to choose")})");
        return chosen;
    }

    private ThreadSetting? Resumed(TrainingSettings settings, CheckpointMetadata? resumed)
    {
        var name = TrainingHyperparameters.Threads.Name;
        if (resumed is not { Device: "cpu", Threads: { Torch: >= 1, Blas: >= 1 } before } || resumed.Settings.GetValueOrDefault(name) != settings.Hyperparameters[name])
            return null;
        if (Math.Max(before.Torch, before.Blas) <= Environment.ProcessorCount)
            return before;
        observer.Warning($"the checkpoint was written with {before.Torch}/{before.Blas} threads, and this machine has {Environment.ProcessorCount} cores: threads are measured anew, and the last bits of the result may differ from a run without interruption");
        return null;
    }

    private (ThreadSetting Chosen, IReadOnlyList<(ThreadSetting Setting, double Seconds)> Measured) Measure(
        IReadOnlyList<ThreadSetting> candidates, TrainingSettings settings, INetwork architecture, JobData data, CancellationToken stop)
    {
        var calibration = new ThreadCalibration(time);
        if (candidates.Count == 1)
            return calibration.Run(candidates, setting => setting.Apply(), () => { }, stop);
        using var model = architecture.Build(settings.Seed);
        settings.FineTuning.Frozen.Apply(model);
        using var loss = LossFunction.For(settings.Loss, null, torch.CPU);
        using var optimizer = Optimizer.For(settings.Optimizer, model);
        using var batches = Probe(data, settings.Data.BatchSize).Batches(settings.Data.BatchSize, null, architecture.InputShape, torch.CPU, stop);
        var step = new TrainingStep(model, loss, optimizer, architecture.HasDropout ? settings.Seed : null);
        batches.BeginEpoch(0);
        return calibration.Run(candidates, setting => setting.Apply(), () =>
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
