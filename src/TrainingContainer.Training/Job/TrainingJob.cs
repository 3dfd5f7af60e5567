using System.Globalization;
using TrainingContainer.Data;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>A whole job: from the files under /opt/ml/input to the model under /opt/ml/model.</summary>
/// <param name="paths">Where everything lies.</param>
/// <param name="metrics">Where metric lines go: standard output.</param>
/// <param name="observer">Is told what happens.</param>
/// <param name="time">For speeds.</param>
public sealed class TrainingJob(JobPaths paths, TextWriter metrics, TrainingObserver observer, TimeProvider time)
{
    private volatile JobTransfers? _transfers;

    /// <summary>Brings what lies in S3 and takes results there; null on SageMaker, where the service does, and wherever nothing lies there.</summary>
    public IJobStorage? Storage { get; init; }

    /// <summary>libtorch, where the caller has begun to load it; null when the job is to load it.</summary>
    public Task<bool>? Loading { get; init; }

    /// <summary>
    /// What S3 does not have yet of what the job has been asked to take there; null while that is nothing. From any thread.
    /// </summary>
    public string? PendingUpload => _transfers?.Pending;

    /// <summary>Runs it.</summary>
    /// <param name="stop">Asks to stop: after the step in flight, the best weights so far are saved.</param>
    /// <returns>How training ended, or null when it was stopped before the first step and there is no model.</returns>
    /// <exception cref="JobInputException">The request is wrong, or something may not be read or written.</exception>
    /// <exception cref="DataException">The rows are wrong.</exception>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no number any more.</exception>
    /// <exception cref="BatchMemoryException">Memory does not suffice for training.</exception>
    /// <exception cref="IOException">Something can't be read or written.</exception>
    public TrainingOutcome? Run(CancellationToken stop)
    {
        var goodput = new Goodput(time);
        HostAllocator.KeepFreedMemory();
        // libtorch takes a while to load and rows take a while to parse: both at once
        var loading = Loading ?? TorchLibrary.LoadInBackground();
        using var transfers = _transfers = new JobTransfers(paths, Storage, observer);
        try
        {
            var code = transfers.FetchCode(stop);
            return Run(JobRequest.Read(paths, code), transfers, goodput, loading, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
        catch (DataException exception) when (exception.RefusedPath is not null)
        {
            throw new JobInputException([DataMistake.Of(exception)]);
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
        var mistakes = new List<Mistake>();
        WholeFile.CheckFolder(paths.Model, mistakes, ModelArtifact.WeightsFile, ModelArtifact.DescriptionFile);
        WholeFile.CheckFolder(paths.OutputData, mistakes, JobResults.EvaluationName, JobResults.PredictionsName, StatisticsFile.Name, GoodputFile.Name);
        var checkpoints = new JobCheckpoints(request, goodput, observer, time);
        checkpoints.CheckFolder(mistakes);
        if (mistakes.Count > 0)
            throw new JobInputException(mistakes);
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
        var plan = TrainingPlan.For(settings, data, device, observer);
        var fingerprint = DataFingerprint.Of(request, data);
        var resumed = checkpoints.Find(fingerprint, plan.Objective, data, stop);
        var threads = new ThreadChoice(observer, time).Choose(settings, plan.Network, data, device, resumed?.Metadata, stop);

        stop.ThrowIfCancellationRequested();
        // a checkpoint has all weights
        using var model = plan.Build(resumed is null ? warmStart : null, observer);
        using var loss = LossFunction.For(settings.Loss, settings.Loss.ClassWeights.For(data.ClassCounts), device.Device);
        using var optimizer = Optimizer.For(settings.Optimizer, model);
        using var batches = data.Training.Batches(settings.Data.BatchSize, settings.Seed, plan.Network.InputShape, device.Device, stop);
        using var validation = data.Validation is null ? null : plan.EvaluationBatches(data.Validation, stop);
        var evaluator = new Evaluator(model, loss, data.Classes, data.Target);
        observer.Notice($"model: {plan.Network.Name} with {model.named_parameters().Sum(named => named.parameter.NumberOfElements)} parameters; {plan.Objective.Name} chooses the weights that are saved");

        using var best = new WeightSnapshot(model);
        var history = new MetricHistory(plan.Objective, settings.EarlyStopping);
        var state = new TrainingState(model, optimizer, best, history);
        if (resumed is not null)
            checkpoints.Restore(resumed, state);
        var writer = new MetricWriter(metrics, enabled: true, observer.Measured);
        var description = new CheckpointDescription(plan, history, threads, fingerprint, checkpoints.JobName, goodput, time);
        using var progress = checkpoints.Progress();
        using var checkpointer = checkpoints.Start(state, resumed, description.At, writer, transfers.CheckpointsChanged, stop);
        var outcome = new TrainingLoop
        {
            Model = model,
            Device = device.Device,
            Step = new TrainingStep(model, loss, optimizer, plan.Network.HasDropout ? settings.Seed : null),
            Schedule = new LearningRateSchedule(settings.Schedule, settings.Optimizer.LearningRate, batches.StepsPerEpoch, settings.Epochs),
            Batches = batches,
            BatchRowsMin = plan.Network.HasBatchNormalization ? 2 : 1,
            Validate = validation is null ? null : token => evaluator.Run(validation, token),
            Epochs = settings.Epochs,
            Objective = plan.Objective,
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
        if (device.IsCuda && GpuMemory.Read() is { } memory)
            observer.Notice(string.Create(CultureInfo.InvariantCulture, $"GPU memory: {memory.Used / 1e6:0} of {memory.Total / 1e6:0} MB in use after training"));
        // weights that no step has touched are no model
        if (outcome.Steps == 0)
            return null;
        var results = new JobResults(paths, plan, model, loss, evaluator, writer, goodput, observer);
        results.SaveModel(outcome, threads);
        var evaluations = results.Judge(outcome, stop);
        using (goodput.Measure(GoodputPhase.Saving))
        {
            results.WriteEvaluations(evaluations);
            checkpointer?.Wait();
        }
        var account = goodput.Record(outcome.Steps);
        GoodputFile.Write(Path.Combine(paths.OutputData, GoodputFile.Name), account);
        transfers.TakeResults(request, checkpoints.JobName, stop);
        observer.Notice(account.Line());
        return outcome;
    }
}
