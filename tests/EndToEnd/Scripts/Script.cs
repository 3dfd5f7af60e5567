using System.Diagnostics;

namespace EndToEnd.Scripts;

/// <summary>A script of the repository, as a process.</summary>
internal static class Script
{
    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(1);

    /// <summary>Runs scripts/NAME to its end.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string name, params string[] arguments) => Run(name, null, arguments);

    /// <summary>The same with programs that stand in for others, and without the caller's AWS settings.</summary>
    public static (int ExitCode, string Output, string Errors) Run(string name, Stubs? stubs, params string[] arguments) =>
        RunFile(Repository.File("scripts", name), stubs, arguments);

    /// <summary>Runs any program so.</summary>
    public static (int ExitCode, string Output, string Errors) RunFile(string path, Stubs? stubs, params string[] arguments) =>
        RunFile(path, stubs, RunTimeMax, arguments);

    /// <summary>The same for one that takes longer.</summary>
    public static (int ExitCode, string Output, string Errors) RunFile(string path, Stubs? stubs, TimeSpan timeMax, params string[] arguments)
    {
        var start = new ProcessStartInfo(path, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = stubs?.WorkingFolder ?? Repository.Root };
        foreach (var variable in start.Environment.Keys.Where(key => key.StartsWith("AWS_", StringComparison.Ordinal) || key.StartsWith("SAGEMAKER_", StringComparison.Ordinal)).ToArray())
            start.Environment.Remove(variable);
        start.Environment["AWS_CONFIG_FILE"] = start.Environment["AWS_SHARED_CREDENTIALS_FILE"] = "/dev/null";
        start.Environment["AWS_EC2_METADATA_DISABLED"] = "true";
        foreach (var (variable, value) in stubs?.Variables ?? [])
            start.Environment[variable] = value;
        if (stubs is not null)
            start.Environment["PATH"] = $"{stubs.Folder}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        // a child that it left behind keeps the streams open
        if (!process.WaitForExit(timeMax) || !Task.WaitAll([output, errors], RunTimeMax))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"{path} {string.Join(' ', arguments)} still ran after {timeMax}");
        }
        return (process.ExitCode, output.Result, errors.Result);
    }
}
