using System.Diagnostics;

namespace EndToEnd.Docker;

/// <summary>A program run to its end, or to its limit of time.</summary>
internal static class Command
{
    /// <summary>Runs it.</summary>
    /// <param name="limit">After this it is killed.</param>
    /// <param name="program">Its name or path.</param>
    /// <param name="arguments">Each as it is, without a shell.</param>
    /// <returns>The exit code, standard output and standard error.</returns>
    /// <exception cref="TimeoutException">It still ran.</exception>
    public static (int ExitCode, string Output, string Errors) Run(TimeSpan limit, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(limit))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{program} {string.Join(' ', arguments)} still ran after {limit}");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Whether a program of this name is on the path.</summary>
    public static bool Exists(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(':', StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
}
