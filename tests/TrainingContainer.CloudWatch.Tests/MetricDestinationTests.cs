namespace TrainingContainer.CloudWatch.Tests;

public sealed class MetricDestinationTests
{
    [Theory]
    [InlineData("digits-1", "digits-1")]
    [InlineData(null, "unnamed")]
    [InlineData("", "unnamed")]
    [InlineData(" \n", "unnamed")]
    [InlineData(":::", "unnamed")]
    [InlineData(": :job", "job")]
    [InlineData("Zürich\n", "Zrich")]
    [InlineData("a job=1", "ajob1")]
    public void For_NamesTheJobAsADimensionMayBeNamed(string? job, string expected) =>
        MetricDestination.For("N", job, "algo-1", TimeSpan.FromSeconds(10)).TrainingJobName.ShouldBe(expected);

    [Fact]
    public void For_CutsALongName() => MetricDestination.For("N", "job", new string('h', 5_000), TimeSpan.FromSeconds(10)).Host.Length.ShouldBe(1_024);

    [Theory]
    [InlineData(1, 1)]
    [InlineData(59, 1)]
    [InlineData(60, 60)]
    [InlineData(3_600, 60)]
    public void For_StoresInHighResolutionBelowAMinute(int seconds, int resolution) =>
        MetricDestination.For("N", "job", "algo-1", TimeSpan.FromSeconds(seconds)).StorageResolution.ShouldBe(resolution);
}
