using TorchSharp;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>A whole job: from the files under /opt/ml/input to the model under /opt/ml/model.</summary>
/// <param name="paths">Where everything lies.</param>
/// <param name="metrics">Where metric lines go: standard output.</param>
/// <param name="observer">Is told what happens.</param>
/// <param name="time">For speeds.</param>
public sealed class TrainingJob(JobPaths paths, TextWriter metrics, TrainingObserver observer, TimeProvider time)
{
    /// <summary>Brings what lies in S3 and takes results there; null on SageMaker, where the service does, and wherever nothing lies there.</summary>
    public IJobStorage? Storage { get; init; }

    /// <summary>Runs it.</summary>
    /// <param name="stop">Asks to stop: after the step in flight, the best weights so far are saved.</param>
    /// <returns>How training ended, or null when it was stopped before the first step and there is no model.</returns>
    /// <exception cref="JobInputException">The request is wrong.</exception>
    /// <exception cref="DataException">The rows are wrong.</exception>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    /// <exception cref="BatchMemoryException">Memory does not suffice for training.</exception>
    /// <exception cref="IOException">Something can't be read or written.</exception>
    public TrainingOutcome? Run(CancellationToken stop)
    {
        var goodput = new Goodput(time);
        HostAllocator.KeepFreedMemory();
        // libtorch takes a while to load and rows take a while to parse: both at once
        var loading = Task.Run(() => cuda.is_available(), CancellationToken.None);
        using var transfers = new JobTransfers(paths, Storage, observer);
        try
        {
            var code = transfers.FetchCode(stop);
            return Run(JobRequest.Read(paths, code), transfers, goodput, loading, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        finally
        {
            // a process must not end while a library is being loaded
            ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
        }
    }

    private TrainingOutcome? Run(JobRequest request, JobTransfers transfers, Goodput goodput, Task<bool> loading, CancellationToken stop)
    {
        observer.RequestRead(request);
        request = transfers.Adapt(request);
        observer.TimeAccounted(goodput);
        foreach (var warning in request.Settings.Warnings)
            observer.Warning(warning);
        WholeFile.CheckFolder(paths.Model);
        WholeFile.CheckFolder(paths.OutputData);
        var checkpoints = new JobCheckpoints(request, goodput, observer, time);
        checkpoints.CheckFolder();
        // a GPU that was asked for and is not there is told before the rows are read
        if (request.Settings.Device == DevicePreference.Cuda)
            DeviceChoice.For(request.Settings.Device, loading.GetAwaiter().GetResult());
        transfers.FetchInputs(request, stop);
        using var pretrained = PretrainedModel.Open(request.Channels, stop);
        var warmStart = pretrained is null ? null : new WarmStart(request.Settings, pretrained);
        using var data = new JobDataReader(request, warmStart, checkpoints.Streams(stop), observer, time).Read(stop);
        var batchSize = (int)Math.Min(request.Settings.Data.BatchSize, data.Training.Count);
        try
        {
            return Train(request, data, warmStart, checkpoints, transfers, goodput, DeviceChoice.For(request.Settings.Device, loading.GetAwaiter().GetResult()), stop);
        }
        catch (Exception exception) when (TrainingFailures.Classifier.KindOf(exception) == FailureKind.OutOfMemory)
        {
            throw new BatchMemoryException(batchSize, exception);
        }
    }

    private TrainingOutcome? Train(
        JobRequest request, JobData data, WarmStart? warmStart, JobCheckpoints checkpoints, JobTransfers transfers, Goodput goodput, DeviceChoice device,
        CancellationToken stop)
    {
        var settings = request.Settings;
        var outputs = LossFunction.OutputCount(settings.Loss.Kind, data.Classes.Count);
        INetwork architecture = settings.Custom is { } custom
            ? CustomNetwork.For(custom, settings, data.FeatureCount, outputs)
            : ModelArchitecture.For(settings.Model, data.FeatureCount, outputs);
        observer.Notice($"device: {device.Device} ({device.Reason})");
        if (settings.Deterministic && !DeterministicMode.TryEnable() && device.IsCuda)
        {
            throw new JobInputException([new("hyperparameter deterministic", "found true, but libtorchbinding.so, which tells libtorch so, is missing in this image",
                "use an image that has it, train with device=cpu, or leave it out")]);
        }
        var objective = Objective(settings, data);
        var fingerprint = DataFingerprint.Of(request, data);
        var resumed = checkpoints.Find(fingerprint, objective, data, stop);
        var threads = new ThreadChoice(observer, time).Choose(settings, architecture, data, device, resumed?.Metadata, stop);

        stop.ThrowIfCancellationRequested();
        using var model = architecture.Build(settings.Seed);
        // a checkpoint has all weights
        if (resumed is null && warmStart is not null)
        {
            warmStart.Load(model);
            observer.Notice($"model: {warmStart}");
        }
        model.to(device.Device);
        settings.FineTuning.Frozen.Apply(model);
        using var loss = LossFunction.For(settings.Loss, settings.Loss.ClassWeights.For(data.ClassCounts), device.Device);
        using var optimizer = Optimizer.For(settings.Optimizer, model);
        using var batches = data.Training.Batches(settings.Data.BatchSize, settings.Seed, architecture.InputShape, device.Device, stop);
        using var validation = data.Validation is null ? null : EvaluationBatches(data.Validation, architecture, device, stop);
        var evaluator = new Evaluator(model, loss, data.Classes, data.Target);
        observer.Notice($"model: {architecture.Name} with {model.named_parameters().Sum(named => named.parameter.NumberOfElements)} parameters; {objective.Name} chooses the weights that are saved");

        using var best = new WeightSnapshot(model);
        var history = new MetricHistory(objective, settings.EarlyStopping);
        var state = new TrainingState(model, optimizer, best, history);
        if (resumed is not null)
            checkpoints.Restore(resumed, state);
        var writer = new MetricWriter(metrics, enabled: true, observer.Measured);
        using var progress = checkpoints.Progress();
        using var checkpointer = checkpoints.Start(state, resumed, position => new()
        {
            Job = checkpoints.JobName,
            Taken = time.GetUtcNow(),
            Position = position,
            History = history.Names,
            BestEpoch = history.BestEpoch,
            BestIsCurrent = position.StepInEpoch == 0 && position.Epoch == history.BestEpoch,
            Objective = objective.Name,
            Threads = threads,
            Device = device.IsCuda ? "cuda" : "cpu",
            Settings = SecretNames.Redact(settings.Hyperparameters),
            CustomModel = settings.Custom?.Assembly.Identity,
            Data = fingerprint,
            Streams = data.Streams,
            Goodput = goodput.Record(position.Step),
            Versions = ProgramVersions.Current(),
        }, writer, transfers.CheckpointsChanged, stop);
        var outcome = new TrainingLoop
        {
            Model = model,
            Device = device.Device,
            Step = new TrainingStep(model, loss, optimizer, architecture.HasDropout ? settings.Seed : null),
            Schedule = new LearningRateSchedule(settings.Schedule, settings.Optimizer.LearningRate, batches.StepsPerEpoch, settings.Epochs),
            Batches = batches,
            BatchRowsMin = architecture.HasBatchNormalization ? 2 : 1,
            Validate = validation is null ? null : token => evaluator.Run(validation, token),
            Epochs = settings.Epochs,
            Objective = objective,
            History = history,
            Best = best,
            Start = resumed?.Start ?? default,
            Checkpoints = checkpointer,
            Progress = progress,
            Metrics = writer,
            Observer = observer,
            Goodput = goodput,
            Time = time,
        }.Run(stop);
        // weights that no step has touched are no model
        if (outcome.Steps == 0)
            return null;
        using (goodput.Measure(GoodputPhase.Saving))
            ModelArtifact.Write(paths.Model, model, Describe(settings, data, architecture, outcome, objective, device, threads));
        observer.Notice($"model saved in {paths.Model}: {Ending(outcome)}");
        var evaluations = new Dictionary<string, Evaluation>();
        if (outcome.BestEvaluation is not null)
            evaluations["validation"] = outcome.BestEvaluation;
        try
        {
            using var evaluation = goodput.Measure(GoodputPhase.Evaluation);
            if (data.Test is not null)
                evaluations["test"] = Test(data.Test, architecture, device, evaluator, outcome, stop);
            if (data.Unlabelled is not null)
            {
                using var unlabelled = EvaluationBatches(data.Unlabelled, architecture, device, stop);
                new PredictionFile(model, loss, data.Classes, data.Target).Write(Path.Combine(paths.OutputData, "predictions.csv"), unlabelled, stop);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            observer.Notice("channel test was not measured: the job is stopping");
        }
        using (goodput.Measure(GoodputPhase.Saving))
        {
            StatisticsFile.Write(Path.Combine(paths.OutputData, StatisticsFile.Name), data.TrainingStatistics);
            EvaluationFile.Write(Path.Combine(paths.OutputData, "evaluation.json"), evaluations);
            checkpointer?.Wait();
        }
        var account = goodput.Record(outcome.Steps);
        GoodputFile.Write(Path.Combine(paths.OutputData, GoodputFile.Name), account);
        transfers.TakeResults(request, checkpoints.JobName, stop);
        observer.Notice(account.Line());
        return outcome;
    }

    private Evaluation Test(
        DataSet rows, INetwork architecture, DeviceChoice device, Evaluator evaluator, TrainingOutcome outcome, CancellationToken stop)
    {
        using var batches = EvaluationBatches(rows, architecture, device, stop);
        var evaluation = evaluator.Run(batches, stop);
        var writer = new MetricWriter(metrics, enabled: true, observer.Measured);
        foreach (var (measure, value) in evaluation.Measures)
            writer.Write(outcome.BestEpoch, outcome.Steps, TrainingMetrics.Test(measure), value);
        return evaluation;
    }

    private static BatchSource EvaluationBatches(DataSet rows, INetwork architecture, DeviceChoice device, CancellationToken stop) =>
        rows.Batches(Evaluator.BatchSizeOn(device), null, architecture.InputShape, device.Device, stop);

    private static Metric Objective(TrainingSettings settings, JobData data)
    {
        if (data.Validation is null)
            return TrainingMetrics.TrainLoss;
        return settings.ObjectiveMetric is { } asked
            ? TrainingMetrics.ObjectivesOf(settings.Task).First(metric => metric.Name == asked)
            : TrainingMetrics.DefaultObjective(settings.Task);
    }

    private static string Ending(TrainingOutcome outcome) => outcome.Ending switch
    {
        TrainingEnding.Finished => $"all {outcome.Epochs} epochs done, best was epoch {outcome.BestEpoch}",
        TrainingEnding.StoppedEarly => $"stopped early after {outcome.Epochs} epochs, best was epoch {outcome.BestEpoch}",
        _ when outcome.BestEpoch == 0 => $"stopped on request after {outcome.Steps} steps of the first epoch",
        _ => $"stopped on request after {outcome.Steps} steps, best was epoch {outcome.BestEpoch}",
    };

    private static ModelDescription Describe(
        TrainingSettings settings, JobData data, INetwork architecture, TrainingOutcome outcome, Metric objective, DeviceChoice device, ThreadSetting threads)
    {
        var classification = settings.Task == TaskKind.Classification;
        return new()
        {
            Task = classification ? "classification" : "regression",
            Architecture = architecture,
            OutputActivation = !classification ? "none" : architecture.OutputCount == 1 ? "sigmoid" : "softmax",
            Classes = data.Classes,
            Target = classification ? null : data.Target,
            Features = new(data.FeatureCount, settings.Data.LabelColumn, data.Statistics.Means, data.Statistics.StandardDeviations),
            Hyperparameters = SecretNames.Redact(settings.Hyperparameters),
            Training = new(
                outcome.Ending switch { TrainingEnding.Finished => "finished", TrainingEnding.StoppedEarly => "stopped_early", _ => "stopped" },
                outcome.Epochs, outcome.Steps, outcome.BestEpoch, objective.Name, data.Training.Count, data.Validation?.Count ?? 0,
                device.IsCuda ? "cuda" : "cpu", threads),
            Versions = ProgramVersions.Current(),
        };
    }
}
