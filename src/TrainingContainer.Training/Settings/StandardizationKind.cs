namespace TrainingContainer.Training;

/// <summary>Which features share a mean and a standard deviation.</summary>
public enum StandardizationKind
{
    /// <summary>Channel for the cnn, feature otherwise.</summary>
    Auto,

    /// <summary>Each feature has its own.</summary>
    Feature,

    /// <summary>All features of a channel of input_shape, or of the whole row without it, as is usual for pixels.</summary>
    Channel,
}
