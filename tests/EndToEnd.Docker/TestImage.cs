namespace EndToEnd.Docker;

/// <summary>The image under test, built once per run by scripts/build-image.sh for the CPU.</summary>
internal static class TestImage
{
    public const string Name = "training-container:test";

    private static readonly TimeSpan BuildTimeMax = TimeSpan.FromMinutes(15);
    private static readonly Lazy<(string? WhyNot, string Log)> Built = new(Build);

    /// <summary>What scripts/build-image.sh printed.</summary>
    public static string BuildLog => Built.Value.Log;

    /// <summary>The images that it was built from.</summary>
    public static (string Sdk, string Runtime) Bases { get; private set; }

    /// <summary>Skips the test, with the reason, where the image can't be built; fails it when the build fails.</summary>
    public static void Require()
    {
        if (DockerEngine.WhyNot is { } noEngine)
            Assert.Skip(noEngine);
        if (Built.Value.WhyNot is { } reason)
            Assert.Skip(reason);
    }

    /// <summary>Builds from another copy of the repository.</summary>
    public static (int ExitCode, string Output, string Errors) Build(string root, string name, params string[] more) =>
        Command.Run(BuildTimeMax, Path.Combine(root, "scripts", "build-image.sh"),
            ["--torch", "cpu", "--tag", name, "--sdk-image", Bases.Sdk, "--runtime-image", Bases.Runtime, .. more]);

    private static (string? WhyNot, string Log) Build()
    {
        var (images, whyNot) = BaseImages.Find();
        if (images is null)
            return (whyNot, "");
        Bases = images.Value;
        var (exitCode, output, errors) = Build(Repository.Root, Name);
        exitCode.ShouldBe(0, $"the image can't be built:\n{output}\n{errors}");
        return (null, output);
    }
}
