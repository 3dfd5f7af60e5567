namespace TrainingContainer.Training;

/// <summary>How training ended.</summary>
/// <param name="Epochs">Whole epochs done.</param>
/// <param name="Steps">Steps done, over all epochs.</param>
/// <param name="BestEpoch">The epoch whose weights the model has, 1-based; 0 when it stopped before the first was measured.</param>
/// <param name="Ending">Why it ended.</param>
/// <param name="BestEvaluation">On the validation rows, of the best epoch; null without validation rows.</param>
public sealed record TrainingOutcome(int Epochs, long Steps, int BestEpoch, TrainingEnding Ending, Evaluation? BestEvaluation)
{
    /// <summary>The same in words.</summary>
    public string Summary => Ending switch
    {
        TrainingEnding.Finished => $"all {Epochs} epochs done, best was epoch {BestEpoch}",
        TrainingEnding.StoppedEarly => $"stopped early after {Epochs} epochs, best was epoch {BestEpoch}",
        _ when BestEpoch == 0 => $"stopped on request after {Steps} steps of the first epoch",
        _ => $"stopped on request after {Steps} steps, best was epoch {BestEpoch}",
    };
}
