namespace TrainingContainer.Training;

/// <summary>How the saved weights came about.</summary>
/// <param name="Ending">"finished", "stopped_early" or "stopped".</param>
/// <param name="Epochs">Whole epochs done.</param>
/// <param name="Steps">Steps done.</param>
/// <param name="BestEpoch">The epoch of the saved weights, 1-based; 0 when training was stopped within the first.</param>
/// <param name="Objective">The metric that chose it.</param>
/// <param name="TrainingRows">Rows learned from.</param>
/// <param name="ValidationRows">Rows that chose the model.</param>
/// <param name="Device">"cpu" or "cuda".</param>
/// <param name="Threads">CPU threads of libtorch; the same number gives the same bits on the same machine.</param>
public sealed record TrainingRecord(
    string Ending, int Epochs, long Steps, int BestEpoch, string Objective, long TrainingRows, long ValidationRows, string Device, int Threads);
