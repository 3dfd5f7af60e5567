using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>Something that can be measured at any moment. Called by one thread at a time, never by the training thread.</summary>
public interface IMetricSource
{
    /// <summary>Measures it now.</summary>
    /// <returns>Nothing where it can't be measured.</returns>
    IEnumerable<(Metric Metric, double Value)> Sample();
}
