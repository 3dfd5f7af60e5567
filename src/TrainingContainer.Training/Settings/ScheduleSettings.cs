namespace TrainingContainer.Training;

/// <summary>The learning rate's course.</summary>
/// <param name="Kind">Its form after warm-up.</param>
/// <param name="WarmupSteps">Steps over which it rises linearly to the base rate; 0 = none.</param>
/// <param name="StepEpochs">Epochs between two drops of <see cref="ScheduleKind.Step"/>.</param>
/// <param name="DecayRate">Factor of a drop, or of an epoch for <see cref="ScheduleKind.Exponential"/>.</param>
/// <param name="FinalFraction">What is left of the base rate at the last step of cosine and linear, in [0, 1].</param>
public sealed record ScheduleSettings(
    ScheduleKind Kind, long WarmupSteps, long StepEpochs, double DecayRate, double FinalFraction)
{
    /// <summary>True when the rate of a step depends on how many epochs there are.</summary>
    public bool DependsOnEpochs => Kind is ScheduleKind.Cosine or ScheduleKind.Linear;
}
