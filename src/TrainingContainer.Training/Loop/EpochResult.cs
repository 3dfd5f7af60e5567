using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>What came out of an epoch.</summary>
/// <param name="Epoch">1-based.</param>
/// <param name="Step">Training steps so far, over all epochs.</param>
/// <param name="LearningRate">Of the last step.</param>
/// <param name="Metrics">In the order in which they are printed.</param>
/// <param name="IsBest">True when the objective is the best so far.</param>
public sealed record EpochResult(int Epoch, long Step, double LearningRate, IReadOnlyList<(Metric Metric, double Value)> Metrics, bool IsBest);
