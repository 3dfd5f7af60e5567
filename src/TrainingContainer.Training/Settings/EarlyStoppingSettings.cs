namespace TrainingContainer.Training;

/// <summary>When to give up.</summary>
/// <param name="Patience">Epochs without improvement before training stops; 0 = never.</param>
/// <param name="MinDelta">The least change of the objective that counts as improvement.</param>
public sealed record EarlyStoppingSettings(long Patience, double MinDelta);
