using TrainingContainer.SageMaker;

namespace TrainingContainer.CloudWatch;

/// <summary>The file system of a folder.</summary>
/// <param name="folder">Usually <c>/opt/ml</c>; where it is not there, nothing is measured.</param>
public sealed class DiskUsage(string folder) : IMetricSource
{
    /// <inheritdoc/>
    public IEnumerable<(Metric Metric, double Value)> Sample()
    {
        if (!Directory.Exists(folder))
            return [];
        var disk = new DriveInfo(folder);
        var (size, used) = (disk.TotalSize, disk.TotalSize - disk.TotalFreeSpace);
        // what is reserved for root belongs to nobody: used and free together are what one can have, as df counts
        var usable = used + disk.AvailableFreeSpace;
        return size <= 0 || usable <= 0 ? [] : [(CloudWatchMetrics.DiskUsed, used), (CloudWatchMetrics.DiskUtilization, 100.0 * used / usable)];
    }
}
