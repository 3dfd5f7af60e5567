namespace TrainingContainer.Training;

/// <summary>
/// The learning rate as a pure function of the step, so that a resumed job needs no scheduler state.
/// Warm-up multiplies the schedule by (step + 1) / warm-up steps; the schedule runs over all steps, warm-up included.
/// </summary>
/// <param name="settings">Form and constants.</param>
/// <param name="baseLearningRate">Above 0.</param>
/// <param name="stepsPerEpoch">Steps of one pass over the training rows, at least 1.</param>
/// <param name="epochs">Passes in all, at least 1.</param>
public sealed class LearningRateSchedule(ScheduleSettings settings, double baseLearningRate, long stepsPerEpoch, int epochs)
{
    /// <summary>The learning rate of a step.</summary>
    /// <param name="step">0-based, over all epochs.</param>
    public double At(long step)
    {
        var rate = baseLearningRate * Factor(step);
        return step < settings.WarmupSteps ? rate * (step + 1) / settings.WarmupSteps : rate;
    }

    private double Factor(long step)
    {
        var epoch = (double)step / stepsPerEpoch;
        var final = settings.FinalFraction;
        return settings.Kind switch
        {
            ScheduleKind.Step => Math.Pow(settings.DecayRate, Math.Floor(epoch / settings.StepEpochs)),
            ScheduleKind.Exponential => Math.Pow(settings.DecayRate, epoch),
            ScheduleKind.Cosine => final + ((1 - final) * 0.5 * (1 + Math.Cos(Math.PI * Progress(step)))),
            ScheduleKind.Linear => 1 - ((1 - final) * Progress(step)),
            _ => 1,
        };
    }

    /// <summary>0 at the first step, 1 at the last.</summary>
    private double Progress(long step) => Math.Min(1, step / Math.Max(1.0, (stepsPerEpoch * (double)epochs) - 1));
}
