using System.Diagnostics;

namespace EndToEnd;

/// <summary>The example under docker/examples, built by the command of its README.</summary>
public sealed class ExampleModel
{
    private static readonly TimeSpan BuildTimeMax = TimeSpan.FromMinutes(5);

    public ExampleModel()
    {
        var start = new ProcessStartInfo("dotnet", ["build", Repository.File("docker", "examples", "custom-model"), "-c", "Release", "-nologo", "-nodeReuse:false"])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEndAsync();
        if (!process.WaitForExit(BuildTimeMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"dotnet build still ran after {BuildTimeMax}");
        }
        process.ExitCode.ShouldBe(0, output.Result + errors.Result);
    }

    /// <summary>The assembly.</summary>
    public string Path { get; } = Repository.File("artifacts", "bin", "ResidualMlp", "release", "ResidualMlp.dll");
}
