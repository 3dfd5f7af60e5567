namespace EndToEnd.Docker;

/// <summary>The image for GPUs, built from packages that stand in for those with CUDA's libraries; the machine needs no GPU.</summary>
public sealed class CudaImageTests
{
    [Fact]
    public void CudaImage_HasItsLibrariesAndWhatTheReadmePromisesForAGpu()
    {
        TestImage.Require();
        var folder = Directory.CreateTempSubdirectory("stand-ins-").FullName;
        var (sdk, image) = ($"{TestImage.Name}-cuda-sdk", $"{TestImage.Name}-cuda");
        try
        {
            StandInPackages.Write(Path.Combine(folder, "packages"), Path.GetDirectoryName(Repository.Program)!);
            File.WriteAllText(Path.Combine(folder, "Dockerfile"),
                $"FROM {TestImage.Bases.Sdk}\nCOPY packages /stand-ins\nRUN dotnet nuget add source /stand-ins --name stand-ins\n");
            Succeed(Command.Run(TimeSpan.FromMinutes(5), "docker", "build", "--tag", sdk, folder));
            var log = Succeed(Command.Run(
                TimeSpan.FromMinutes(15), Repository.File("scripts", "build-image.sh"),
                "--torch", "cuda", "--tag", image, "--sdk-image", sdk, "--runtime-image", TestImage.Bases.Runtime));

            // the build has run "torch" in the image
            log.ShouldContain("deterministic=true: available, fused optimizers on a GPU: available");
            var files = Container.RunImage(image, null, ["--network", "none", "--entrypoint", "/bin/ls"], "/opt/training-container").Output.Split('\n');
            foreach (var library in StandInPackages.CudaLibraries.Append("libtorch_cpu.so").Append("libLibTorchSharp.so"))
                files.ShouldContain(library);
            files.Intersect(StandInPackages.UnusedLibraries).ShouldBeEmpty();
            files.Where(file => file.EndsWith(".sha", StringComparison.Ordinal)).ShouldBeEmpty();
            DockerEngine.Ask("image", "inspect", "--format", "{{index .Config.Labels \"training-container.torch-runtime\"}}", image).ShouldBe("cuda");

            using var job = Jobs.Digits(1, ("threads", "1"), ("deterministic", "true"));
            var (exitCode, output, errors) = Container.RunImage(image, job, ["--network", "none", "--read-only"], "train");
            exitCode.ShouldBe(0, output + errors);
            output.ShouldContain("device: cpu (device=auto and no usable GPU)");
        }
        finally
        {
            DockerEngine.Run("image", "rm", "--force", image, sdk);
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string Succeed((int ExitCode, string Output, string Errors) result)
    {
        result.ExitCode.ShouldBe(0, $"{result.Output}\n{result.Errors}");
        return result.Output;
    }
}
