namespace TrainingContainer.CloudWatch;

/// <summary>What is sampled in a container.</summary>
public static class CloudWatchMonitor
{
    /// <summary>The machine's and the training's sources.</summary>
    /// <param name="folder">Usually <c>/opt/ml</c>, for the disk.</param>
    /// <param name="steps">The training's sums: see <see cref="StepTimes"/>.</param>
    /// <param name="time">For the CPU.</param>
    public static IReadOnlyList<IMetricSource> Sources(
        string folder, Func<(long Steps, double StepSeconds, double DataWaitSeconds)> steps, TimeProvider time) =>
        [new StepTimes(steps), new CpuUsage("/", time, Environment.ProcessorCount), new MemoryUsage("/"), new DiskUsage(folder), new GpuUsage(() => NvmlGpuReader.TryOpen())];
}
