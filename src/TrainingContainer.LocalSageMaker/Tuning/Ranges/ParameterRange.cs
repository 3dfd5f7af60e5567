namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// The values of one hyperparameter that a tuning job searches, as a coordinate from 0 to 1. Every value owns a part of that line, and parts
/// that the scaling makes equally likely are equally long.
/// </summary>
/// <param name="name">The hyperparameter, 1 to 256 characters.</param>
internal abstract class ParameterRange(string name)
{
    /// <summary>The hyperparameter.</summary>
    public string Name { get; } = name;

    /// <summary>How many values there are; null when they are continuous.</summary>
    public abstract long? Count { get; }

    /// <summary>Whether two different values are as unlike as any other two, so that only "same or not" is known of them.</summary>
    public virtual bool IsNominal => false;

    /// <summary>The value that owns a coordinate, as the service writes it into hyperparameters.json.</summary>
    /// <param name="unit">0 to 1.</param>
    public abstract string Decode(double unit);

    /// <summary>The coordinate in the middle of a value's part; null when the range does not have the value.</summary>
    /// <param name="value">As written in hyperparameters.json.</param>
    public abstract double? Encode(string value);

    /// <summary>The coordinate of the value that owns a coordinate: what <see cref="Encode"/> gives for what <see cref="Decode"/> gives.</summary>
    /// <param name="unit">0 to 1.</param>
    public abstract double Snap(double unit);
}
