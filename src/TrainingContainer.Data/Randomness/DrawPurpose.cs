namespace TrainingContainer.Data;

/// <summary>What random numbers are drawn for. Draws for different purposes never share a key. The values are part of what makes a job repeatable: never renumber.</summary>
public enum DrawPurpose
{
    /// <summary>The first values of the weights.</summary>
    Initialization = 0,

    /// <summary>The order of the rows in an epoch.</summary>
    Shuffle = 1,

    /// <summary>Which rows validate.</summary>
    Split = 2,

    /// <summary>Dropout masks of a step.</summary>
    Dropout = 3,

    /// <summary>Random changes to the inputs of a step.</summary>
    Augmentation = 4,

    /// <summary>Anything drawn to measure (probe batches, benchmarks), never to train.</summary>
    Calibration = 5,

    /// <summary>Torch's own generators, seeded per step.</summary>
    Torch = 6,

    /// <summary>Which hyperparameters a tuning job tries.</summary>
    Tuning = 7,

    /// <summary>When local-sagemaker takes a Spot machine back.</summary>
    Interruption = 8,
}
