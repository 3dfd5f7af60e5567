namespace TrainingContainer.CloudWatch;

/// <summary>Where measured values go. A sink never throws, and never makes its caller wait for a network.</summary>
public interface IMetricSink
{
    /// <summary>Takes values.</summary>
    /// <param name="values">Finite, in the order of time; valid for the duration of the call.</param>
    void Write(IReadOnlyList<MetricValues> values);

    /// <summary>Sends what it still has, for a bounded time, and takes no more.</summary>
    void Close();
}
