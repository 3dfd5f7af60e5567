namespace EndToEnd.Docker;

/// <summary>The README's commands do what it says.</summary>
public sealed class ReadmeTests
{
    [Fact]
    public void CommandsOfTheImage_Train()
    {
        TestImage.Require();
        var readme = File.ReadAllText(Repository.File("README.md"));
        var commands = readme[readme.IndexOf("<!-- image: commands -->", StringComparison.Ordinal)..].Split("```")[1]["sh\n".Length..].Split('\n');
        commands[0].ShouldStartWith("scripts/build-image.sh");
        var folder = $"artifacts/jobs/image-{Guid.NewGuid():N}";
        var script = string.Join('\n', commands[1..])
            .Replace("artifacts/jobs/image", folder)
            .Replace("training-container train", $"{TestImage.Name} train");
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
