namespace TrainingContainer.SageMaker.Tests;

public class JobPathsTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("  ")]
    public void FromEnvironment_WithoutBaseDirectory_IsOptMl(string? value) =>
        JobPaths.FromEnvironment(_ => value).BaseDirectory.ShouldBe("/opt/ml");

    [Fact]
    public void FromEnvironment_WithBaseDirectory_MovesTheWholeTree() =>
        JobPaths.FromEnvironment(name => name == "SAGEMAKER_BASE_DIR" ? "/tmp/job" : null).FailureFile.ShouldBe("/tmp/job/output/failure");

    [Fact]
    public void EveryPath_IsTheOneOfTheContract()
    {
        var paths = new JobPaths("/opt/ml");
        paths.InputConfig.ShouldBe("/opt/ml/input/config");
        paths.HyperparametersFile.ShouldBe("/opt/ml/input/config/hyperparameters.json");
        paths.InputDataConfigFile.ShouldBe("/opt/ml/input/config/inputdataconfig.json");
        paths.ResourceConfigFile.ShouldBe("/opt/ml/input/config/resourceconfig.json");
        paths.CheckpointConfigFile.ShouldBe("/opt/ml/input/config/checkpointconfig.json");
        paths.InputData.ShouldBe("/opt/ml/input/data");
        paths.Channel("train").ShouldBe("/opt/ml/input/data/train");
        paths.Model.ShouldBe("/opt/ml/model");
        paths.Output.ShouldBe("/opt/ml/output");
        paths.OutputData.ShouldBe("/opt/ml/output/data");
        paths.FailureFile.ShouldBe("/opt/ml/output/failure");
        paths.Checkpoints.ShouldBe("/opt/ml/checkpoints");
    }
}
