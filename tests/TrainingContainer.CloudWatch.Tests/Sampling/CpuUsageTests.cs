namespace TrainingContainer.CloudWatch.Tests.Sampling;

public sealed class CpuUsageTests
{
    private static double? Measure(Action<FakeRoot> before, Action<FakeRoot> after, double seconds = 10, int processors = 4)
    {
        using var root = new FakeRoot();
        var time = new ManualTime();
        before(root);
        var usage = new CpuUsage(root.Folder, time, processors);
        time.Pass(TimeSpan.FromSeconds(seconds));
        after(root);
        var sample = usage.Sample().ToArray();
        sample.ShouldAllBe(measured => measured.Metric == CloudWatchMetrics.CpuUtilization);
        return sample.Length == 0 ? null : sample[0].Value;
    }

    [Theory]
    [InlineData(5_000_000, 25_000_000, 50)]
    [InlineData(0, 40_000_000, 100)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 41_000_000, 100)]
    public void Version2_CountsMicroseconds(long before, long after, double expected) => Measure(
        root => root.File("sys/fs/cgroup/cpu.stat", $"usage_usec {before}\nuser_usec 1\n"),
        root => root.File("sys/fs/cgroup/cpu.stat", $"usage_usec {after}\nuser_usec 1\n")).ShouldBe(expected);

    [Theory]
    [InlineData("max 100000\n", 25)]
    [InlineData("200000 100000\n", 50)]
    [InlineData("150000 100000\n", 66.66666666666667)]
    [InlineData("800000 100000\n", 25)]
    [InlineData("nonsense\n", 25)]
    [InlineData("0 0\n", 25)]
    public void Version2_KnowsTheLimit(string limit, double expected) => Measure(
        root => root.File("sys/fs/cgroup/cpu.stat", "usage_usec 0\n").File("sys/fs/cgroup/cpu.max", limit),
        root => root.File("sys/fs/cgroup/cpu.stat", "usage_usec 10000000\n"))!.Value.ShouldBe(expected, 1e-9);

    [Theory]
    [InlineData(-1, 25)]
    [InlineData(200_000, 50)]
    public void Version1_CountsNanoseconds(int quota, double expected) => Measure(
        root => root.File("sys/fs/cgroup/cpuacct/cpuacct.usage", "1000000000\n")
            .File("sys/fs/cgroup/cpu/cpu.cfs_quota_us", $"{quota}\n").File("sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n"),
        root => root.File("sys/fs/cgroup/cpuacct/cpuacct.usage", "11000000000\n")).ShouldBe(expected);

    [Fact]
    public void WithoutAGroup_ItIsTheMachines() => Measure(
        root => root.File("proc/stat", "cpu  100 0 50 9000 500 0 0 0 0 0\ncpu0 1 2 3\n"),
        root => root.File("proc/stat", "cpu  1000 100 250 9999 999 50 50 50 0 0\ncpu0 1 2 3\n")).ShouldBe(100 * 13.5 / 40);

    [Fact]
    public void WithoutAnything_NothingIsMeasured() => Measure(_ => { }, _ => { }).ShouldBeNull();

    [Fact]
    public void AFileThatComesLater_IsMeasuredFromThereOn() => Measure(_ => { }, root => root.File("sys/fs/cgroup/cpu.stat", "usage_usec 1\n")).ShouldBeNull();

    [Fact]
    public void NoTime_IsNoValue() => Measure(root => root.File("sys/fs/cgroup/cpu.stat", "usage_usec 1\n"), _ => { }, seconds: 0).ShouldBeNull();

    [Theory]
    [InlineData("")]
    [InlineData("usage_usec")]
    [InlineData("usage_usec many\n")]
    [InlineData("\0\0\0")]
    public void ADamagedFile_IsNone(string text) => Measure(
        root => root.File("sys/fs/cgroup/cpu.stat", text), root => root.File("sys/fs/cgroup/cpu.stat", text)).ShouldBeNull();

    [Fact]
    public void ThisMachine_IsMeasured()
    {
        var usage = new CpuUsage("/", TimeProvider.System, Environment.ProcessorCount);
        SpinWait.SpinUntil(() => false, TimeSpan.FromMilliseconds(50));
        usage.Sample().ShouldHaveSingleItem().Value.ShouldBeInRange(0, 100);
    }
}
