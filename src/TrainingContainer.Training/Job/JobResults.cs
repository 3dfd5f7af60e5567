using TrainingContainer.SageMaker;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Leaves what a job has learned: the model, and what it is worth.</summary>
/// <param name="paths">Where it goes.</param>
/// <param name="plan">The training.</param>
/// <param name="model">With the weights that are saved.</param>
/// <param name="loss">It was trained with.</param>
/// <param name="evaluator">Of the model.</param>
/// <param name="metrics">Where test metrics are printed.</param>
/// <param name="goodput">Accounts for the time.</param>
/// <param name="observer">Is told.</param>
internal sealed class JobResults(
    JobPaths paths, TrainingPlan plan, nn.Module<Tensor, Tensor> model, LossFunction loss, Evaluator evaluator, MetricWriter metrics, Goodput goodput,
    TrainingObserver observer)
{
    /// <summary>What the saved model achieves, in the folder of outputs.</summary>
    public const string EvaluationName = "evaluation.json";

    /// <summary>What it makes of rows without labels, in the same folder.</summary>
    public const string PredictionsName = "predictions.csv";

    /// <summary>Saves the model, before anything else can fail.</summary>
    /// <param name="outcome">How training ended.</param>
    /// <param name="threads">It was trained with.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void SaveModel(TrainingOutcome outcome, int threads)
    {
        using (goodput.Measure(GoodputPhase.Saving))
            ModelArtifact.Write(paths.Model, model, ModelDescription.Of(plan, outcome, threads));
        observer.Notice($"model saved in {paths.Model}: {outcome.Summary}");
    }

    /// <summary>Measures or predicts the rows of channel test.</summary>
    /// <param name="outcome">How training ended.</param>
    /// <param name="stop">Ends it: the job goes on without.</param>
    /// <returns>The evaluations of the saved model, by channel.</returns>
    public IReadOnlyDictionary<string, Evaluation> Judge(TrainingOutcome outcome, CancellationToken stop)
    {
        var evaluations = new Dictionary<string, Evaluation>();
        if (outcome.BestEvaluation is not null)
            evaluations[TrainingChannels.Validation.Name] = outcome.BestEvaluation;
        try
        {
            using var evaluation = goodput.Measure(GoodputPhase.Evaluation);
            if (plan.Data.Test is { } test)
                evaluations[TrainingChannels.Test.Name] = Test(test, outcome, stop);
            if (plan.Data.Unlabelled is { } unlabelled)
                Predict(unlabelled, stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            observer.Notice("channel test was not measured: the job is stopping");
        }
        return evaluations;
    }

    /// <summary>Writes what was measured.</summary>
    /// <param name="evaluations">By channel.</param>
    /// <exception cref="IOException">It can't be written.</exception>
    public void WriteEvaluations(IReadOnlyDictionary<string, Evaluation> evaluations)
    {
        StatisticsFile.Write(Path.Combine(paths.OutputData, StatisticsFile.Name), plan.Data.TrainingStatistics);
        EvaluationFile.Write(Path.Combine(paths.OutputData, EvaluationName), evaluations);
    }

    private Evaluation Test(DataSet rows, TrainingOutcome outcome, CancellationToken stop)
    {
        using var batches = plan.EvaluationBatches(rows, stop);
        var evaluation = evaluator.Run(batches, stop);
        foreach (var (measure, value) in evaluation.Measures)
            metrics.Write(outcome.BestEpoch, outcome.Steps, TrainingMetrics.Test(measure), value);
        if (evaluation.NotFinite.Describe($"channel {TrainingChannels.Test.Name}", evaluation.Rows) is { } warning)
            observer.Warning(warning);
        return evaluation;
    }

    private void Predict(DataSet rows, CancellationToken stop)
    {
        using var batches = plan.EvaluationBatches(rows, stop);
        var notFinite = new PredictionFile(model, loss, plan.Data.Classes, plan.Data.Target).Write(Path.Combine(paths.OutputData, PredictionsName), batches, stop);
        if (notFinite.Describe($"channel {TrainingChannels.Test.Name}", rows.Count) is { } warning)
            observer.Warning(warning);
    }
}
