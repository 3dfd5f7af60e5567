namespace EndToEnd.Docker;

/// <summary>The README's commands do what it says.</summary>
public sealed class ReadmeTests
{
    [Theory]
    [InlineData("README.md", "image: commands")]
    [InlineData("docker/README.md", "folder: commands")]
    public void Commands_Train(string file, string block)
    {
        TestImage.Require();
        var readme = File.ReadAllText(Repository.File(file));
        var at = readme.IndexOf($"<!-- {block} -->", StringComparison.Ordinal);
        at.ShouldBeGreaterThan(0);
        var folder = $"artifacts/jobs/image-{Guid.NewGuid():N}";
        var commands = readme[at..].Split("```")[1]["sh\n".Length..].Split('\n').Where(line => !line.StartsWith("scripts/build-image.sh", StringComparison.Ordinal));
        var script = string.Join('\n', commands)
            .Replace("artifacts/jobs/image", folder)
            .Replace("training-container train", $"{TestImage.Name} train")
            .Replace("scripts/run-local.sh", $"scripts/run-local.sh --image {TestImage.Name} --job {folder}");
        try
        {
            var (exitCode, output, errors) = Command.Run(TimeSpan.FromMinutes(2), "/bin/sh", "-euc", $"cd '{Repository.Root}'\n{script}");
            exitCode.ShouldBe(0, output + errors);
            output.ShouldContain("model saved in /opt/ml/model");
            File.Exists(Repository.File(folder, "model", "model.safetensors")).ShouldBeTrue();
        }
        finally
        {
            Directory.Delete(Repository.File(folder), recursive: true);
        }
    }
}
