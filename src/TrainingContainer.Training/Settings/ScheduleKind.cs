namespace TrainingContainer.Training;

/// <summary>How the learning rate changes over the steps.</summary>
public enum ScheduleKind
{
    /// <summary>Stays as it is.</summary>
    Constant,

    /// <summary>Multiplied by decay_rate every step_epochs epochs.</summary>
    Step,

    /// <summary>Multiplied by decay_rate every epoch, continuously.</summary>
    Exponential,

    /// <summary>Half a cosine down to its final fraction (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>A straight line down to its final fraction.</summary>
    Linear,
}
