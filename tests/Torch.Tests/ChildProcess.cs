using System.Diagnostics;

namespace Torch.Tests;

/// <summary>A mistake made in a process of its own, since it ends the process: this test program, run once more.</summary>
internal static class ChildProcess
{
    private const string MistakeVariable = "TORCH_TEST_MISTAKE";

    /// <summary>What the child is to do; empty in the process of the suite.</summary>
    public static string Mistake => Environment.GetEnvironmentVariable(MistakeVariable) ?? "";

    /// <summary>Runs one explicit test in a child and waits for its end.</summary>
    /// <param name="test">Full name of the method.</param>
    /// <param name="mistake">Handed on as <see cref="Mistake"/>.</param>
    /// <returns>Exit code (128 + number of the signal that ended it), and what it wrote to standard error.</returns>
    public static (int ExitCode, string Errors) Run(string test, string mistake)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!, ["-noColor", "-noLogo", "-explicit", "only", "-method", test])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { [MistakeVariable] = mistake, ["DOTNET_DbgEnableMiniDump"] = "0" },
        };
        using var process = Process.Start(start)!;
        process.OutputDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        var errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, errors);
    }
}
