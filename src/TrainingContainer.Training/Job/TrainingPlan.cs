using TorchSharp;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>What is settled of a job's training once its rows are read: the network, where it trains, and what chooses the model.</summary>
/// <param name="Settings">Of the job.</param>
/// <param name="Data">Its rows.</param>
/// <param name="Network">Built from settings and rows.</param>
/// <param name="Device">Where it trains.</param>
/// <param name="Objective">The metric that chooses the weights that are saved.</param>
internal sealed record TrainingPlan(TrainingSettings Settings, JobData Data, INetwork Network, DeviceChoice Device, Metric Objective)
{
    /// <summary>Settles it.</summary>
    /// <param name="settings">Of the job.</param>
    /// <param name="data">Its rows.</param>
    /// <param name="device">Where it trains.</param>
    /// <param name="observer">Is told the device.</param>
    /// <exception cref="JobInputException">The network can't be built, or can't be trained as asked for.</exception>
    public static TrainingPlan For(TrainingSettings settings, JobData data, DeviceChoice device, TrainingObserver observer)
    {
        var outputs = LossFunction.OutputCount(settings.Loss.Kind, data.Classes.Count);
        INetwork network = settings.Custom is { } custom
            ? CustomNetwork.For(custom, settings, data.FeatureCount, outputs)
            : ModelArchitecture.For(settings.Model, data.FeatureCount, outputs);
        observer.Notice($"device: {device.Device} ({device.Reason})");
        if (settings.Deterministic && DeterministicMode.Missing is { } missing)
        {
            throw new JobInputException([new("hyperparameter deterministic", $"found true, but libtorch {TorchBuild.Current.Version} has no {missing}",
                $"use the libtorch of this program (unset {TorchLibrary.HomeVariable}), or leave it out")]);
        }
        if (settings.Deterministic)
            DeterministicMode.Set(true);
        Tf32.Allow(settings.Tf32);
        return new(settings, data, network, device, ObjectiveOf(settings, data));
    }

    /// <summary>The network's module on the device, its weights drawn or taken from another model, and what is frozen frozen.</summary>
    /// <param name="warmStart">The model whose weights it takes; null when they are drawn, or come from a checkpoint, which has them all.</param>
    /// <param name="observer">Is told what was taken.</param>
    /// <exception cref="JobInputException">The model's weights can't be used.</exception>
    public nn.Module<Tensor, Tensor> Build(WarmStart? warmStart, TrainingObserver observer)
    {
        var model = Network.Build(Settings.Seed);
        try
        {
            if (warmStart is not null)
            {
                warmStart.Load(model);
                observer.Notice($"model: {warmStart}");
            }
            model.to(Device.Device);
            Settings.FineTuning.Frozen.Apply(model);
            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Rows in batches to measure or predict, in their order.</summary>
    /// <param name="rows">Of the job.</param>
    /// <param name="stop">Ends the wait for a batch.</param>
    public BatchSource EvaluationBatches(DataSet rows, CancellationToken stop) =>
        rows.Batches(Evaluator.BatchSizeOn(Device), null, Network.InputShape, Device.Device, stop);

    private static Metric ObjectiveOf(TrainingSettings settings, JobData data)
    {
        if (data.Validation is null)
            return TrainingMetrics.TrainLoss;
        return settings.ObjectiveMetric is { } asked
            ? TrainingMetrics.ObjectivesOf(settings.Task).First(metric => metric.Name == asked)
            : TrainingMetrics.DefaultObjective(settings.Task);
    }
}
