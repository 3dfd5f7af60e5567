namespace TrainingContainer.CloudWatch.Tests.Sampling;

public sealed class MemoryUsageTests
{
    private const string Machine = "MemTotal:        1000 kB\nMemFree:          100 kB\nMemAvailable:     250 kB\n";

    private static (double? Used, double? Share) Measure(Action<FakeRoot> files)
    {
        using var root = new FakeRoot();
        files(root);
        var sample = new MemoryUsage(root.Folder).Sample().ToDictionary(measured => measured.Metric, measured => (double?)measured.Value);
        return (sample.GetValueOrDefault(CloudWatchMetrics.MemoryUsed), sample.GetValueOrDefault(CloudWatchMetrics.MemoryUtilization));
    }

    [Theory]
    [InlineData("512000\n", 60)]
    [InlineData("max\n", 30)]
    [InlineData("9223372036854771712\n", 30)]
    public void Version2_HasTheLimitOrTheMachinesMemory(string limit, double share) => Measure(root => root
        .File("proc/meminfo", Machine).File("sys/fs/cgroup/memory.max", limit)
        .File("sys/fs/cgroup/memory.current", "408576\n").File("sys/fs/cgroup/memory.stat", "anon 1\ninactive_file 101376\n"))
        .ShouldBe((307_200, share));

    [Fact]
    public void Version1_IsReadToo() => Measure(root => root
        .File("proc/meminfo", Machine).File("sys/fs/cgroup/memory/memory.limit_in_bytes", "512000\n")
        .File("sys/fs/cgroup/memory/memory.usage_in_bytes", "408576\n").File("sys/fs/cgroup/memory/memory.stat", "inactive_file 5\ntotal_inactive_file 101376\n"))
        .ShouldBe((307_200, 60));

    [Fact]
    public void WithoutAGroup_ItIsTheMachines() => Measure(root => root.File("proc/meminfo", Machine)).ShouldBe((768_000, 75));

    [Fact]
    public void WithoutStatistics_AllIsUsed() => Measure(root => root.File("sys/fs/cgroup/memory.current", "5\n")).ShouldBe((5, null));

    [Fact]
    public void MoreCacheThanMemory_IsZero() => Measure(root => root
        .File("sys/fs/cgroup/memory.current", "5\n").File("sys/fs/cgroup/memory.stat", "inactive_file 6\n")).Used.ShouldBe(0);

    [Theory]
    [InlineData("MemTotal: lots\n")]
    [InlineData("")]
    public void WithoutAnything_NothingIsMeasured(string text) => Measure(root => root.File("proc/meminfo", text)).ShouldBe((null, null));

    [Fact]
    public void ThisMachine_IsMeasured()
    {
        var sample = new MemoryUsage("/").Sample().ToArray();
        sample[0].Value.ShouldBeGreaterThan(1 << 20);
        sample[1].Value.ShouldBeInRange(0, 100);
    }
}
