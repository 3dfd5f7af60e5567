using System.Diagnostics;

namespace TrainingContainer.CloudWatch.Tests.Sampling;

public sealed class GpuUsageTests
{
    [Fact]
    public void EveryGpu_HasItsValues() => new GpuUsage(() => new Two()).Sample().ShouldBe(
    [
        (CloudWatchMetrics.GpuUtilization, 97), (CloudWatchMetrics.GpuMemoryUsed, 20e9), (CloudWatchMetrics.GpuMemoryUtilization, 25),
        (CloudWatchMetrics.GpuUtilization, 3), (CloudWatchMetrics.GpuMemoryUsed, 1e9),
    ]);

    [Fact]
    public void WithoutAGpu_NothingIsMeasuredAndNobodyLooksTwice()
    {
        var looks = 0;
        var usage = new GpuUsage(() =>
        {
            looks++;
            return null;
        });
        looks.ShouldBe(0);
        usage.Sample().ShouldBeEmpty();
        usage.Sample().ShouldBeEmpty();
        looks.ShouldBe(1);
    }

    [Fact]
    public void Nvml_Missing_IsNone() => NvmlGpuReader.TryOpen("libno-such-library.so.1").ShouldBeNull();

    [Fact]
    public void Nvml_AnotherLibrary_IsNone() => NvmlGpuReader.TryOpen("libc.so.6").ShouldBeNull();

    [Fact]
    public void Nvml_IsReadThroughItsOwnFunctions()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/cc"), "there is no C compiler to make a library in place of the driver's: apt-get install gcc");
        using var root = new FakeRoot();
        var library = Path.Combine(root.Folder, "libnvidia-ml.so.1");
        using (var compiler = Process.Start("/usr/bin/cc", ["-shared", "-fPIC", "-o", library, Path.Combine(AppContext.BaseDirectory, "Sampling", "fake_nvml.c")]))
        {
            compiler.WaitForExit();
            compiler.ExitCode.ShouldBe(0);
        }
        NvmlGpuReader.TryOpen(library).ShouldNotBeNull().Read().ShouldBe([new GpuReading(97, 20L << 30, 80L << 30)]);
    }

    private sealed class Two : IGpuReader
    {
        public IReadOnlyList<GpuReading> Read() => [new(97, 20e9, 80e9), new(3, 1e9, 0)];
    }
}
