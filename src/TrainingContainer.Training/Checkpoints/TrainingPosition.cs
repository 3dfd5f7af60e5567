namespace TrainingContainer.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">Whole epochs done: the 0-based number of the one in progress.</param>
/// <param name="StepInEpoch">Steps of it that are done; all of them when it only waits for its evaluation.</param>
/// <param name="Step">Steps done over all epochs.</param>
/// <param name="LossSum">Of the rows of the epoch in progress.</param>
/// <param name="LossRows">How many rows that are.</param>
public readonly record struct TrainingPosition(int Epoch, long StepInEpoch, long Step, double LossSum, long LossRows);
