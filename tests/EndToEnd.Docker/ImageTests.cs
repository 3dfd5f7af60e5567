using System.Text.Json;
using System.Text.RegularExpressions;

namespace EndToEnd.Docker;

/// <summary>What is in the image, and what it says about itself.</summary>
public sealed partial class ImageTests
{
    /// <summary>In megabytes of 10^6 bytes, without the base.</summary>
    private const double AddedToBaseMax = 590;

    [Fact]
    public void Configuration_IsWhatTheServiceAndTheGpuNeed()
    {
        TestImage.Require();
        var config = JsonDocument.Parse(DockerEngine.Ask("image", "inspect", "--format", "{{json .Config}}", TestImage.Name)).RootElement;
        Texts(config.GetProperty("Entrypoint")).ShouldBe(["/opt/training-container/training-container"]);
        Texts(config.GetProperty("Cmd")).ShouldBe(["train"]);
        Texts(config.GetProperty("Env")).ShouldContain("NVIDIA_VISIBLE_DEVICES=all");
        Texts(config.GetProperty("Env")).ShouldContain("NVIDIA_DRIVER_CAPABILITIES=compute,utility");
        var labels = config.GetProperty("Labels");
        labels.GetProperty("org.opencontainers.image.title").GetString().ShouldBe("training-container");
        labels.GetProperty("org.opencontainers.image.base.name").GetString().ShouldBe(TestImage.Bases.Runtime);
        labels.GetProperty("org.opencontainers.image.revision").GetString()!.ShouldMatch("^([0-9a-f]{40}|unknown)$");
        labels.GetProperty("training-container.torch-runtime").GetString().ShouldBe("cpu");
    }

    [Fact]
    public void Files_AreThoseThatRunAndNoOthers()
    {
        TestImage.Require();
        using var container = Container.Start(null, ["--network", "none", "--entrypoint", "/bin/sleep"], "60");
        var files = container.Execute("find / -xdev -not -type d -not -path '/proc/*'").Split('\n');
        files.Where(path => path.StartsWith("/opt/training-container/libtorch", StringComparison.Ordinal)).Select(Path.GetFileName)
            .ShouldBe(["libtorch.so", "libtorch_cpu.so", "libtorch_global_deps.so"], ignoreOrder: true);
        files.ShouldContain("/opt/training-container/libcoreclr.so");
        string[] forbidden = ["dotnet", "gcc", "g++", "cc1plus", "cmake", "make", "ld", "libcuda.so.1"];
        files.Where(path => forbidden.Contains(Path.GetFileName(path)) && !path.StartsWith("/etc/", StringComparison.Ordinal)).ShouldBeEmpty();
        files.Where(path => path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".csproj", StringComparison.Ordinal)
            || path.StartsWith("/usr/include/", StringComparison.Ordinal) || path.StartsWith("/source", StringComparison.Ordinal)).ShouldBeEmpty();
        files.Where(path => path.StartsWith("/opt/training-container/", StringComparison.Ordinal) && path.EndsWith(".xml", StringComparison.Ordinal)).ShouldBeEmpty();
        files.Where(path => path.StartsWith("/var/lib/apt/lists/", StringComparison.Ordinal)).ShouldBeEmpty();
        container.Execute("ldd /opt/training-container/libLibTorchSharp.so").ShouldNotContain("not found");
        container.Execute("ls /usr/lib/*/libturbojpeg.so.0 /usr/lib/*/libspng.so.0").Split('\n').Length.ShouldBe(2);
    }

    /// <summary>For S3 and CloudWatch: the TLS library that .NET loads by name, and whom to trust.</summary>
    [Fact]
    public void Https_HasItsLibraryAndItsAuthorities()
    {
        TestImage.Require();
        using var container = Container.Start(null, ["--network", "none", "--entrypoint", "/bin/sleep"], "60");
        container.Execute("ls /usr/lib/*/libssl.so.3 /usr/lib/*/libcrypto.so.3").Split('\n').Length.ShouldBe(2);
        int.Parse(container.Execute("grep -c BEGIN /etc/ssl/certs/ca-certificates.crt"), System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThan(50);
    }

    [Fact]
    public void Size_IsToldByPartAndBounded()
    {
        TestImage.Require();
        var parts = SizeLine().Matches(TestImage.BuildLog)
            .ToDictionary(match => match.Groups[2].Value, match => double.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture));
        parts.Keys.ShouldBe(["libtorch", "libraries of the distribution", $"base {TestImage.Bases.Runtime}", ".NET and its packages", "the program", "in all"], ignoreOrder: true);
        parts.Where(part => part.Key != "in all").Sum(part => part.Value).ShouldBe(parts["in all"], 1);
        parts["the program"].ShouldBeLessThan(10);
        parts[".NET and its packages"].ShouldBeLessThan(100);
        (parts["in all"] - parts[$"base {TestImage.Bases.Runtime}"]).ShouldBeLessThan(AddedToBaseMax);
        TestImage.BuildLog.ShouldContain("no library is stored twice");
        var hasCloudWatch = DockerEngine.Run("run", "--rm", "--network", "none", "--entrypoint", "/bin/ls", TestImage.Name, "/opt/training-container/AWSSDK.CloudWatch.dll").ExitCode == 0;
        TestImage.BuildLog.Contains("without cloudwatch_metrics=api: the package AWSSDK.CloudWatch could not be restored").ShouldBe(!hasCloudWatch);
    }

    [Fact]
    public void ChangeInTheCode_RebuildsOnlyTheLastLayer()
    {
        TestImage.Require();
        var copy = Directory.CreateTempSubdirectory("repository-").FullName;
        var name = $"{TestImage.Name}-changed";
        try
        {
            foreach (var path in new[] { ".editorconfig", ".dockerignore", "Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props", "global.json", "Dockerfile", "src", "scripts", "docker" })
                Command.Run(TimeSpan.FromMinutes(1), "cp", "-r", Repository.File(path), copy).ExitCode.ShouldBe(0);
            var changed = Path.Combine(copy, "src", "TrainingContainer", "Commands", "CommandLine.cs");
            File.WriteAllText(changed, File.ReadAllText(changed).Replace("trains a model as SageMaker asks for it", "has been changed"));
            var (exitCode, output, errors) = TestImage.Build(copy, name);
            exitCode.ShouldBe(0, output + errors);
            Container.RunImage(name, null, [], "--help").Output.ShouldContain("has been changed");
            var (before, after) = (Layers(TestImage.Name), Layers(name));
            after.Length.ShouldBe(before.Length);
            before.Zip(after).Count(pair => pair.First == pair.Second).ShouldBe(before.Length - 1);
            after[..^1].ShouldBe(before[..^1]);
        }
        finally
        {
            DockerEngine.Run("image", "rm", "--force", name);
            Directory.Delete(copy, recursive: true);
        }
    }

    private static string[] Layers(string image) =>
        Texts(JsonDocument.Parse(DockerEngine.Ask("image", "inspect", "--format", "{{json .RootFS.Layers}}", image)).RootElement);

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(item => item.GetString()!)];

    [GeneratedRegex(@"^ *([0-9.]+) MB  (.+)$", RegexOptions.Multiline)]
    private static partial Regex SizeLine();
}
