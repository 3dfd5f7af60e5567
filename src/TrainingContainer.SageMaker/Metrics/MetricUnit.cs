namespace TrainingContainer.SageMaker;

/// <summary>What a metric's value is counted in: those of CloudWatch's units (StandardUnit of its API) that are used here.</summary>
public enum MetricUnit
{
    /// <summary>A bare number, such as a loss or a share from 0 to 1.</summary>
    None,

    /// <summary>Seconds.</summary>
    Seconds,

    /// <summary>From 0 to 100.</summary>
    Percent,

    /// <summary>Bytes.</summary>
    Bytes,

    /// <summary>So many in a second.</summary>
    CountPerSecond,
}
