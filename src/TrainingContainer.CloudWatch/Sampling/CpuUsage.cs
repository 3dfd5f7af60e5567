using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>
/// How busy the container's CPUs are: from the control group (cpu.stat of version 2, cpuacct.usage of version 1), which inside a container
/// is its own; else, where there is none, the whole machine's from /proc/stat.
/// </summary>
/// <param name="root">Usually <c>/</c>.</param>
/// <param name="time">For the time between two samples.</param>
/// <param name="processors">That this process may use.</param>
public sealed class CpuUsage(string root, TimeProvider time, int processors) : IMetricSource
{
    private const string Group = "sys/fs/cgroup";

    private double? _busy = BusySeconds(root);
    private long _since = time.GetTimestamp();

    /// <inheritdoc/>
    public IEnumerable<(Metric Metric, double Value)> Sample()
    {
        var (before, since) = (_busy, _since);
        (_busy, _since) = (BusySeconds(root), time.GetTimestamp());
        var seconds = time.GetElapsedTime(since, _since).TotalSeconds;
        if (_busy - before is not { } busy || seconds <= 0)
            return [];
        return [(CloudWatchMetrics.CpuUtilization, Math.Clamp(100 * busy / (seconds * Cpus()), 0, 100))];
    }

    private static double? BusySeconds(string root) =>
        KernelFile.Named(KernelFile.Lines(root, $"{Group}/cpu.stat"), "usage_usec") / 1e6
        ?? KernelFile.First(root, $"{Group}/cpuacct/cpuacct.usage") / 1e9
        ?? OfMachine(root);

    /// <summary>All times of the line "cpu" but idle and iowait (the 4th and 5th), in the kernel's hundredths of a second.</summary>
    private static double? OfMachine(string root) =>
        KernelFile.Lines(root, "proc/stat") is [["cpu", _, _, _, _, _, ..] words, ..]
            ? words.Where((_, index) => index is 1 or 2 or 3 or 6 or 7 or 8).Sum(word => KernelFile.Number(word) ?? 0) / 100
            : null;

    /// <summary>The container's limit, else all processors; a limit may be a part of one.</summary>
    private double Cpus()
    {
        var quota = KernelFile.Lines(root, $"{Group}/cpu.max") is [[var max, var each, ..], ..]
            ? KernelFile.Number(max) / KernelFile.Number(each)
            : KernelFile.First(root, $"{Group}/cpu/cpu.cfs_quota_us") / KernelFile.First(root, $"{Group}/cpu/cpu.cfs_period_us");
        return quota is > 0 and { } limit && limit < processors ? limit : processors;
    }
}
