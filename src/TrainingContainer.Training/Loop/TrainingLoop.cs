using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>
/// Epochs of steps, each followed by evaluation, metric lines and the choice of the best weights. What a checkpoint holds is all that
/// changes here: a loop that resumes from one goes on as if it had never ended.
/// </summary>
internal sealed class TrainingLoop
{
    /// <summary>The network, in training mode, on <see cref="Device"/>.</summary>
    public required nn.Module<Tensor, Tensor> Model { get; init; }

    /// <summary>Where it trains.</summary>
    public required Device Device { get; init; }

    /// <summary>One step.</summary>
    public required TrainingStep Step { get; init; }

    /// <summary>The learning rate of each step.</summary>
    public required LearningRateSchedule Schedule { get; init; }

    /// <summary>The training rows.</summary>
    public required BatchSource Batches { get; init; }

    /// <summary>The least rows of a batch that can be trained on: 2 with batch normalization.</summary>
    public required int BatchRowsMin { get; init; }

    /// <summary>Measures the validation rows; null without any.</summary>
    public required Func<CancellationToken, Evaluation>? Validate { get; init; }

    /// <summary>At most so many epochs.</summary>
    public required int Epochs { get; init; }

    /// <summary>The metric that chooses the model.</summary>
    public required Metric Objective { get; init; }

    /// <summary>What was measured so far, and when to give up.</summary>
    public required MetricHistory History { get; init; }

    /// <summary>The weights of the best epoch so far.</summary>
    public required WeightSnapshot Best { get; init; }

    /// <summary>Where training goes on; the beginning unless a checkpoint says otherwise.</summary>
    public TrainingPosition Start { get; init; }

    /// <summary>Takes checkpoints; null without.</summary>
    public Checkpointer? Checkpoints { get; init; }

    /// <summary>Tells the next attempt how far this one came; null without a folder for it.</summary>
    public ProgressFile? Progress { get; init; }

    /// <summary>Prints metrics.</summary>
    public required MetricWriter Metrics { get; init; }

    /// <summary>Is told what happens.</summary>
    public required TrainingObserver Observer { get; init; }

    /// <summary>Accounts for the time.</summary>
    public required Goodput Goodput { get; init; }

    /// <summary>For the speed.</summary>
    public required TimeProvider Time { get; init; }

    private int _epoch;
    private long _stepInEpoch;
    private long _steps;
    private long _notFinite;

    /// <summary>Trains; afterwards the model has the best weights.</summary>
    /// <param name="stop">Ends training after the step in flight.</param>
    /// <exception cref="TrainingDivergedException">The loss or a weight is no number any more.</exception>
    public TrainingOutcome Run(CancellationToken stop)
    {
        using var loss = new LossMean(Device);
        Evaluation? bestEvaluation = null;
        var ending = TrainingEnding.Finished;
        (_epoch, _stepInEpoch, _steps) = (Start.Epoch, Start.StepInEpoch, Start.Step);
        loss.Reset(Start.LossSum, Start.LossRows);
        Observer.TrainingStarted(Epochs, Batches.StepsPerEpoch);
        try
        {
            while (_epoch < Epochs && !History.ShouldStop)
            {
                var samplesPerSecond = RunEpoch(loss, stop);
                var validation = CheckedValidation(loss.Value, stop);
                if (Complete(loss.Value, samplesPerSecond, validation))
                {
                    Best.Take();
                    bestEvaluation = validation;
                }
                (_epoch, _stepInEpoch) = (_epoch + 1, 0);
                loss.Reset();
                TakeCheckpoint(loss, endOfEpoch: true);
            }
            if (_epoch < Epochs)
                ending = TrainingEnding.StoppedEarly;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            ending = TrainingEnding.Stopped;
        }
        finally
        {
            Observer.TrainingEnded();
        }
        using (Goodput.Measure(GoodputPhase.CheckpointStall))
            Checkpoints?.TakeLast(PositionNow(loss));
        Best.Restore();
        CheckWeights(_stepInEpoch > 0 ? _epoch + 1 : _epoch);
        return new(_epoch, _steps, History.BestEpoch, ending, bestEvaluation ?? Remeasured(stop));
    }

    private double RunEpoch(LossMean loss, CancellationToken stop)
    {
        var start = Time.GetTimestamp();
        long rows = 0;
        Func<double> meanLoss = () => loss.Value;
        Batches.BeginEpoch(_epoch);
        while (_stepInEpoch < Batches.StepsPerEpoch)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Batch batch;
            using (Goodput.Measure(GoodputPhase.DataWait))
                batch = Batches.At(_stepInEpoch);
            if (batch.Rows >= BatchRowsMin)
            {
                using var training = Goodput.Measure(GoodputPhase.Training);
                loss.Add(Step.Run(batch, Schedule.At(_steps), _steps), batch.Rows);
                rows += batch.Rows;
            }
            if (loss.IsLost)
                break;
            (_stepInEpoch, _steps) = (_stepInEpoch + 1, _steps + 1);
            Observer.StepCompleted(_epoch + 1, _stepInEpoch, batch.Rows, meanLoss);
            Progress?.Tell(Goodput, _steps);
            TakeCheckpoint(loss, endOfEpoch: false);
        }
        // on a GPU the loss is waited for here, so that the time covers all steps
        using (Goodput.Measure(GoodputPhase.Training))
            _ = loss.Value;
        return rows / Time.GetElapsedTime(start).TotalSeconds;
    }

    private Evaluation? CheckedValidation(double trainLoss, CancellationToken stop)
    {
        if (!double.IsFinite(trainLoss))
        {
            Metrics.Write(_epoch + 1, _steps, TrainingMetrics.TrainLoss, trainLoss);
            throw new TrainingDivergedException(trainLoss, _epoch + 1, Schedule.At(_steps - 1));
        }
        CheckWeights(_epoch + 1);
        using var measuring = Goodput.Measure(GoodputPhase.Evaluation);
        var evaluation = Validate?.Invoke(stop);
        if (evaluation is not null && evaluation.NotFinite.Count != _notFinite)
        {
            _notFinite = evaluation.NotFinite.Count;
            if (evaluation.NotFinite.Describe($"epoch {_epoch + 1}, validation", evaluation.Rows) is { } warning)
                Observer.Warning(warning);
        }
        return evaluation;
    }

    /// <summary>Weights that are no numbers are no model: neither the best of an epoch nor what is saved.</summary>
    private void CheckWeights(int epoch)
    {
        if (FiniteWeights.FirstOther(WeightSnapshot.Weights(Model)) is { } name)
            throw TrainingDivergedException.OfWeights(name, epoch, Schedule.At(Math.Max(0, _steps - 1)));
    }

    /// <summary>Prints the epoch's metrics, one line each, and says whether it is the best so far.</summary>
    private bool Complete(double trainLoss, double samplesPerSecond, Evaluation? validation)
    {
        List<(Metric Metric, double Value)> measured = [(TrainingMetrics.TrainLoss, trainLoss)];
        measured.AddRange(validation?.Measures.Select(named => (TrainingMetrics.Validation(named.Measure), named.Value)) ?? []);
        var known = History.Names;
        var (withBest, isBest) = History.Add(measured);
        if (known.Count > 0 && History.Names.Count > known.Count)
            Observer.Notice($"{string.Join(", ", History.Names.Except(known))}: not measured by the version of this program that wrote the checkpoint; the best of these is counted from epoch {_epoch + 1} on");
        if (double.IsNaN(measured.First(named => named.Metric.Name == Objective.Name).Value))
            Observer.Warning($"{Objective.Name} can't be computed in epoch {_epoch + 1}: this epoch can't be chosen by it");
        List<(Metric Metric, double Value)> metrics = [.. withBest];
        // no rows, no speed: an epoch that was resumed behind its last step
        if (samplesPerSecond > 0)
            metrics.Insert(2, (TrainingMetrics.SamplesPerSecond, samplesPerSecond));
        foreach (var (metric, value) in metrics)
            Metrics.Write(_epoch + 1, _steps, metric, value);
        Observer.EpochCompleted(new(_epoch + 1, _steps, Schedule.At(_steps - 1), metrics, isBest));
        return isBest;
    }

    private void TakeCheckpoint(LossMean loss, bool endOfEpoch)
    {
        if (Checkpoints?.IsDue(_steps, endOfEpoch) != true)
            return;
        using var stall = Goodput.Measure(GoodputPhase.CheckpointStall);
        Checkpoints.Take(PositionNow(loss));
    }

    private TrainingPosition PositionNow(LossMean loss) => new(_epoch, _stepInEpoch, _steps, loss.Rows > 0 ? loss.Sum : 0, loss.Rows);

    /// <summary>What the best weights achieve, when another run measured it: the same weights give the same again.</summary>
    private Evaluation? Remeasured(CancellationToken stop)
    {
        if (History.BestEpoch == 0 || Validate is null || stop.IsCancellationRequested)
            return null;
        using var evaluation = Goodput.Measure(GoodputPhase.Evaluation);
        try
        {
            return Validate(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return null;
        }
    }
}
