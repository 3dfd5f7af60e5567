namespace EndToEnd.Docker;

/// <summary>What docker/ offers beside the image.</summary>
public sealed class ExampleTests
{
    [Fact]
    public void ImageWithAModelOfOnesOwn_TrainsIt()
    {
        TestImage.Require();
        var name = $"{TestImage.Name}-custom-model";
        try
        {
            var (exitCode, output, errors) = Command.Run(TimeSpan.FromMinutes(5), "docker",
                "build", "-f", Repository.File("docker", "examples", "custom-model", "Dockerfile"), "-t", name,
                "--build-arg", $"SDK_IMAGE={TestImage.Bases.Sdk}", "--build-arg", $"IMAGE={TestImage.Name}", "--build-arg", "TORCH_RUNTIME=cpu", Repository.Root);
            exitCode.ShouldBe(0, output + errors);
            using var job = Jobs.Digits(3, ("sagemaker_program", "ResidualMlp.dll"), ("sagemaker_submit_directory", "/opt/model-code"), ("blocks", "2"));
            var run = Container.RunImage(name, job, [], "train");
            Jobs.Trained(job, run);
            run.Output.ShouldContain("model: residual-mlp (ResidualMlp.dll)");
        }
        finally
        {
            DockerEngine.Run("image", "rm", "--force", name);
        }
    }

    [Fact]
    public void ComposeFile_IsUnderstood()
    {
        var file = Repository.File("docker", "compose.yaml");
        var (exitCode, output, errors) = Command.Exists("docker-compose") ? Command.Run(TimeSpan.FromMinutes(1), "docker-compose", "-f", file, "config")
            : Command.Exists("docker") ? Command.Run(TimeSpan.FromMinutes(1), "docker", "compose", "-f", file, "config")
            : (1, "", "there is no docker");
        if (exitCode != 0 && (errors.Contains("unknown command", StringComparison.Ordinal) || errors.Contains("not a docker command", StringComparison.Ordinal)
            || errors.Contains("unknown shorthand flag", StringComparison.Ordinal) || errors == "there is no docker"))
            Assert.Skip("docker compose is not installed");
        exitCode.ShouldBe(0, errors);
        output.ShouldContain("/opt/ml");
    }
}
