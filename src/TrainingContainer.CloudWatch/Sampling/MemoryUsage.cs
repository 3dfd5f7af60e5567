using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>
/// The container's memory, from its control group (version 2 or 1) less the file cache that nobody has used lately; without one, the whole
/// machine's from /proc/meminfo.
/// </summary>
/// <param name="root">Usually <c>/</c>.</param>
public sealed class MemoryUsage(string root) : IMetricSource
{
    private const string Group = "sys/fs/cgroup";

    /// <inheritdoc/>
    public IEnumerable<(Metric Metric, double Value)> Sample()
    {
        var machine = KernelFile.Lines(root, "proc/meminfo");
        var size = 1_024 * KernelFile.Named(machine, "MemTotal");
        var used = Used("memory.current", "memory.stat", "inactive_file")
            ?? Used("memory/memory.usage_in_bytes", "memory/memory.stat", "total_inactive_file")
            ?? (size - (1_024 * KernelFile.Named(machine, "MemAvailable")));
        if (used is not { } bytes)
            yield break;
        yield return (CloudWatchMetrics.MemoryUsed, bytes);
        // without a limit the file says "max", or a number beyond any memory
        var limit = KernelFile.First(root, $"{Group}/memory.max") ?? KernelFile.First(root, $"{Group}/memory/memory.limit_in_bytes");
        if ((limit < size || size is null ? limit : size) is > 0 and { } all)
            yield return (CloudWatchMetrics.MemoryUtilization, 100 * bytes / all);
    }

    private double? Used(string usage, string statistics, string inactive) =>
        KernelFile.First(root, $"{Group}/{usage}") is { } all
            ? Math.Max(0, all - (KernelFile.Named(KernelFile.Lines(root, $"{Group}/{statistics}"), inactive) ?? 0))
            : null;
}
