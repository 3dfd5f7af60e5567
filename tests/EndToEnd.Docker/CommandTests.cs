using System.Text.Json;

namespace EndToEnd.Docker;

/// <summary>The commands beside train, in the image.</summary>
public sealed class CommandTests
{
    [Fact]
    public void Describe_NeedsNoJobAndNoNetwork()
    {
        TestImage.Require();
        var (exitCode, output, errors) = Container.Run(null, ["--network", "none", "--read-only"], "describe");
        exitCode.ShouldBe(0, errors);
        JsonDocument.Parse(output).RootElement.GetProperty("SupportedHyperParameters").GetArrayLength().ShouldBeGreaterThan(10);
    }

    [Fact]
    public void Validate_TellsMistakesAndLeavesNothingBehind()
    {
        TestImage.Require();
        using var job = Jobs.Small();
        Container.Run(job, [], "validate").ExitCode.ShouldBe(0);
        job.Hyperparameters(("epochs", "-1"), ("learning_rat", "0.1"));
        var (exitCode, output, errors) = Container.Run(job, [], "validate", "--json");
        exitCode.ShouldBe(1, errors);
        JsonDocument.Parse(output).RootElement.GetProperty("mistakes").GetArrayLength().ShouldBe(2);
        Directory.GetFileSystemEntries(job.Folder).Select(Path.GetFileName).ShouldBe(["input"]);
    }

    [Fact]
    public void Env_PrintsTheJobsVariables()
    {
        TestImage.Require();
        using var job = Jobs.Small();
        var (exitCode, output, errors) = Container.Run(job, [], "env", "--json");
        exitCode.ShouldBe(0, errors);
        JsonDocument.Parse(output).RootElement.GetProperty("SM_CHANNEL_TRAIN").GetString().ShouldBe("/opt/ml/input/data/train");
    }
}
