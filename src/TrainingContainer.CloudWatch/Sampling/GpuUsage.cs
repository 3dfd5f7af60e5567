using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>The GPUs, where there are any.</summary>
/// <param name="open">Opens the reader, at the first sample; null without GPUs.</param>
public sealed class GpuUsage(Func<IGpuReader?> open) : IMetricSource
{
    private readonly Lazy<IGpuReader?> _reader = new(open);

    /// <inheritdoc/>
    public IEnumerable<(Metric Metric, double Value)> Sample()
    {
        foreach (var gpu in _reader.Value?.Read() ?? [])
        {
            yield return (CloudWatchMetrics.GpuUtilization, gpu.Utilization);
            yield return (CloudWatchMetrics.GpuMemoryUsed, gpu.MemoryUsed);
            if (gpu.MemorySize > 0)
                yield return (CloudWatchMetrics.GpuMemoryUtilization, 100 * gpu.MemoryUsed / gpu.MemorySize);
        }
    }
}
