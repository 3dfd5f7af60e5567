using System.ComponentModel;

namespace EndToEnd.Docker;

/// <summary>The Docker engine of this machine, by its command line.</summary>
internal static class DockerEngine
{
    private static readonly TimeSpan AnswerTimeMax = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan CommandTimeMax = TimeSpan.FromMinutes(1);
    private static readonly Lazy<string?> Reason = new(Ask);

    /// <summary>Why no container can be started here; null when one can.</summary>
    public static string? WhyNot => Reason.Value;

    /// <summary>Runs <c>docker</c>, for at most a minute.</summary>
    public static (int ExitCode, string Output, string Errors) Run(params string[] arguments) => Command.Run(CommandTimeMax, "docker", arguments);

    /// <summary>Runs <c>docker</c>, which must succeed.</summary>
    /// <returns>What it printed, without the last line's end.</returns>
    public static string Ask(params string[] arguments)
    {
        var (exitCode, output, errors) = Run(arguments);
        exitCode.ShouldBe(0, $"docker {string.Join(' ', arguments)}: {errors}");
        return output.TrimEnd('\n');
    }

    private static string? Ask()
    {
        try
        {
            var (exitCode, _, errors) = Command.Run(AnswerTimeMax, "docker", "version", "--format", "{{.Server.Version}}");
            return exitCode == 0 ? null : $"no Docker engine answers: {errors.Trim()}";
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException)
        {
            return $"there is no Docker engine: {exception.Message}";
        }
    }
}
