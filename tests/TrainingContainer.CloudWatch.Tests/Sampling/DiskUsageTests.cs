namespace TrainingContainer.CloudWatch.Tests.Sampling;

public sealed class DiskUsageTests
{
    [Fact]
    public void AFolder_HasTheUsageOfItsFileSystem()
    {
        using var root = new FakeRoot();
        var sample = new DiskUsage(root.Folder).Sample().ToArray();
        sample.Select(measured => measured.Metric).ShouldBe([CloudWatchMetrics.DiskUsed, CloudWatchMetrics.DiskUtilization]);
        sample[0].Value.ShouldBeInRange(1, new DriveInfo(root.Folder).TotalSize);
        sample[1].Value.ShouldBeInRange(0, 100);
    }

    [Fact]
    public void WithoutTheFolder_NothingIsMeasured() => new DiskUsage("/no/such/folder").Sample().ShouldBeEmpty();
}
