namespace TrainingContainer.SageMaker;

/// <summary>Which way a metric gets better.</summary>
public enum MetricDirection
{
    /// <summary>Smaller is better, such as a loss.</summary>
    Minimize,

    /// <summary>Larger is better, such as an accuracy.</summary>
    Maximize,

    /// <summary>Neither: a number to look at, such as the learning rate.</summary>
    Neither,
}
