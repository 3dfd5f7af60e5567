using TrainingContainer.LocalSageMaker.Metrics;

namespace TrainingContainer.LocalSageMaker.Tests.Metrics;

public sealed class HostLogTests
{
    /// <summary>The error went up to who reads the container's output: nobody read on, and the container stood still at a full pipe.</summary>
    [Fact]
    public void Add_DiskIsFull_LosesLinesAndTellsOnce()
    {
        if (!File.Exists("/dev/full")) Assert.Skip("there is no /dev/full");
        using var folder = new TemporaryFolder();
        var warnings = new List<string>();
        using var metrics = new JobMetrics(folder.PathOf("metrics.csv"), []);
        using var log = new HostLog("algo-1", "/dev/full", metrics, TimeProvider.System, warnings.Add);

        for (var i = 0; i < 3; i++) log.Add("a line");

        warnings.ShouldHaveSingleItem().ShouldStartWith("log lines and metrics of algo-1 are lost: No space left on device");
    }
}
