using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Epochs of steps, each followed by evaluation, metric lines and the choice of the best weights.</summary>
public sealed class TrainingLoop
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

    /// <summary>When to give up.</summary>
    public required EarlyStoppingSettings EarlyStopping { get; init; }

    /// <summary>Prints metrics.</summary>
    public required MetricWriter Metrics { get; init; }

    /// <summary>Is told what happens.</summary>
    public required TrainingObserver Observer { get; init; }

    /// <summary>For the speed.</summary>
    public required TimeProvider Time { get; init; }

    private readonly Dictionary<Metric, double> _bests = [];
    private long _steps;

    /// <summary>Trains; afterwards the model has the best weights.</summary>
    /// <param name="stop">Ends training after the step in flight.</param>
    /// <exception cref="TrainingDivergedException">The loss is no number any more.</exception>
    public TrainingOutcome Run(CancellationToken stop)
    {
        using var best = new WeightSnapshot(Model);
        using var loss = new LossMean(Device);
        var progress = new EarlyStopping(EarlyStopping, Objective.Direction);
        Evaluation? bestEvaluation = null;
        var ending = TrainingEnding.Finished;
        var epoch = 0;
        Observer.TrainingStarted(Epochs, Batches.StepsPerEpoch);
        try
        {
            for (; epoch < Epochs && !progress.ShouldStop; epoch++)
            {
                var samplesPerSecond = RunEpoch(epoch, loss, stop);
                var validation = CheckedValidation(epoch, loss.Value, stop);
                if (Complete(epoch, loss.Value, samplesPerSecond, validation, progress))
                {
                    best.Take();
                    bestEvaluation = validation;
                }
            }
            if (epoch < Epochs)
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
        best.Restore();
        return new(epoch, _steps, progress.BestEpoch, ending, bestEvaluation);
    }

    private double RunEpoch(int epoch, LossMean loss, CancellationToken stop)
    {
        var start = Time.GetTimestamp();
        long rows = 0;
        loss.Reset();
        Func<double> meanLoss = () => loss.Value;
        Batches.BeginEpoch(epoch);
        for (long step = 0; step < Batches.StepsPerEpoch; step++)
        {
            stop.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            var batch = Batches.At(step);
            var globalStep = (epoch * Batches.StepsPerEpoch) + step;
            if (batch.Rows >= BatchRowsMin)
            {
                loss.Add(Step.Run(batch, Schedule.At(globalStep), globalStep), batch.Rows);
                rows += batch.Rows;
            }
            if (loss.IsLost)
                break;
            _steps = globalStep + 1;
            Observer.StepCompleted(epoch + 1, step + 1, batch.Rows, meanLoss);
        }
        // on a GPU the loss is waited for here, so that the time covers all steps
        _ = loss.Value;
        return rows / Time.GetElapsedTime(start).TotalSeconds;
    }

    private Evaluation? CheckedValidation(int epoch, double trainLoss, CancellationToken stop)
    {
        if (double.IsFinite(trainLoss))
            return Validate?.Invoke(stop);
        Metrics.Write(epoch + 1, _steps, TrainingMetrics.TrainLoss, trainLoss);
        throw new TrainingDivergedException(trainLoss, epoch + 1, Schedule.At(_steps - 1));
    }

    /// <summary>Prints the epoch's metrics, one line each, and says whether it is the best so far.</summary>
    private bool Complete(int epoch, double trainLoss, double samplesPerSecond, Evaluation? validation, EarlyStopping progress)
    {
        var metrics = new List<(Metric Metric, double Value)>();
        void Add(Metric metric, double value)
        {
            metrics.Add((metric, value));
            if (metric.Objective)
                metrics.Add((metric.Best, BestOf(metric, value)));
        }

        Add(TrainingMetrics.TrainLoss, trainLoss);
        Add(TrainingMetrics.SamplesPerSecond, samplesPerSecond);
        foreach (var (measure, value) in validation?.Measures ?? [])
            Add(TrainingMetrics.Validation(measure), value);
        var objective = metrics.First(named => named.Metric.Name == Objective.Name).Value;
        if (double.IsNaN(objective))
            Observer.Warning($"{Objective.Name} can't be computed in epoch {epoch + 1}: this epoch can't be chosen by it");
        var isBest = progress.Add(epoch + 1, objective);
        foreach (var (metric, value) in metrics)
            Metrics.Write(epoch + 1, _steps, metric, value);
        Observer.EpochCompleted(new(epoch + 1, _steps, Schedule.At(_steps - 1), metrics, isBest));
        return isBest;
    }

    private double BestOf(Metric metric, double value)
    {
        if (!_bests.TryGetValue(metric, out var best) || double.IsNaN(best)
            || (metric.Direction == MetricDirection.Maximize ? value > best : value < best))
        {
            _bests[metric] = best = value;
        }
        return best;
    }
}
