namespace TrainingContainer.Training;

/// <summary>What becomes of the model of an earlier job.</summary>
/// <param name="NewHead">The last layer is drawn anew: transfer learning. Otherwise all of the model is continued.</param>
/// <param name="Frozen">The layers that do not learn.</param>
public sealed record FineTuningSettings(bool NewHead, FrozenLayers Frozen);
