using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>What is sampled for CloudWatch beside the metrics of the log, declared once.</summary>
public static class CloudWatchMetrics
{
    /// <summary>Mean time of a step.</summary>
    public static readonly Metric StepSeconds = Sampled("train:step_seconds", MetricUnit.Seconds,
        "Mean time of the training thread in a step since the last sample, without the wait for its batch; on a GPU it ends when the step is under way there.");

    /// <summary>Mean wait for a batch.</summary>
    public static readonly Metric DataWaitSeconds = Sampled("train:data_wait_seconds", MetricUnit.Seconds,
        "Mean time that a step waited for its batch since the last sample.");

    /// <summary>CPU time.</summary>
    public static readonly Metric CpuUtilization = Sampled("system:cpu_utilization", MetricUnit.Percent,
        "CPU time since the last sample: 100 is all that the container may use.");

    /// <summary>Memory.</summary>
    public static readonly Metric MemoryUsed = Sampled("system:memory_used", MetricUnit.Bytes,
        "Memory of the container without file caches that can be given back.");

    /// <summary>Memory, as a share.</summary>
    public static readonly Metric MemoryUtilization = Sampled("system:memory_utilization", MetricUnit.Percent,
        "The same, of the container's limit or the machine's memory.");

    /// <summary>Disk.</summary>
    public static readonly Metric DiskUsed = Sampled("system:disk_used", MetricUnit.Bytes,
        "Used on the file system of /opt/ml.");

    /// <summary>Disk, as a share.</summary>
    public static readonly Metric DiskUtilization = Sampled("system:disk_utilization", MetricUnit.Percent,
        "The same, of its size.");

    /// <summary>GPU time.</summary>
    public static readonly Metric GpuUtilization = Sampled("system:gpu_utilization", MetricUnit.Percent,
        "Time in which a kernel ran, of NVML's own last interval; one value for each GPU, so that Minimum shows an idle one.");

    /// <summary>GPU memory.</summary>
    public static readonly Metric GpuMemoryUsed = Sampled("system:gpu_memory_used", MetricUnit.Bytes,
        "Used memory, one value for each GPU.");

    /// <summary>GPU memory, as a share.</summary>
    public static readonly Metric GpuMemoryUtilization = Sampled("system:gpu_memory_utilization", MetricUnit.Percent,
        "The same, of its size.");

    /// <summary>All of them, in the order of the documentation.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        StepSeconds, DataWaitSeconds, CpuUtilization, MemoryUsed, MemoryUtilization, DiskUsed, DiskUtilization,
        GpuUtilization, GpuMemoryUsed, GpuMemoryUtilization,
    ];

    /// <summary>A metric's unit as the API's type StandardUnit spells it.</summary>
    public static string UnitOf(Metric metric)
    {
        ArgumentNullException.ThrowIfNull(metric);
        return metric.Unit == MetricUnit.CountPerSecond ? "Count/Second" : metric.Unit.ToString();
    }

    /// <summary>A GitHub table: <c>| name | unit | what it measures |</c>; of the metrics of the log, those that have a unit.</summary>
    public static string ToMarkdown(MetricCatalog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        return Markdown.Table(
            ["name", "unit", "what it measures"],
            All.Concat(log.Metrics.Where(metric => metric.Unit != MetricUnit.None))
                .Select(IReadOnlyList<string> (metric) => [Markdown.Code(metric.Name), UnitOf(metric), metric.Help]));
    }

    private static Metric Sampled(string name, MetricUnit unit, string help) => new(name, MetricDirection.Neither, help) { Unit = unit };
}
