using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EndToEnd;

/// <summary>A job that is sent signals when its log says that it has come to a phase.</summary>
internal static class RunningJob
{
    public const int Terminate = 15;
    public const int Interrupt = 2;

    private static readonly TimeSpan RunTimeMax = TimeSpan.FromMinutes(2);

    /// <summary>Reads the log to its end, and sends the signals at the first line of the phase.</summary>
    /// <param name="process">Started, with redirected output.</param>
    /// <param name="phase">Whether a line is the first of the phase.</param>
    /// <param name="signals">Sent one after the other.</param>
    /// <returns>The exit code, all lines, and the time from the first signal to the end.</returns>
    public static (int ExitCode, List<string> Lines, TimeSpan AfterSignal) SignalAt(Process process, Func<string, bool> phase, params int[] signals) =>
        SignalAt(process, () => process.Id, phase, signals);

    /// <summary>The same, to another process than the one that was started.</summary>
    public static (int ExitCode, List<string> Lines, TimeSpan AfterSignal) SignalAt(Process process, Func<int> receiver, Func<string, bool> phase, params int[] signals)
    {
        var lines = new List<string>();
        long? signalled = null;
        _ = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        using var guard = new CancellationTokenSource(RunTimeMax);
        using var killing = guard.Token.Register(() => process.Kill(entireProcessTree: true));
        while (process.StandardOutput.ReadLine() is { } line)
        {
            lines.Add(line);
            if (signalled is not null || !phase(line))
                continue;
            signalled = Stopwatch.GetTimestamp();
            foreach (var signal in signals)
                Kill(receiver(), signal).ShouldBe(0);
        }
        process.WaitForExit();
        signalled.ShouldNotBeNull($"the phase never came:\n{ProgramLog.Excerpt(lines)}");
        return (process.ExitCode, lines, Stopwatch.GetElapsedTime(signalled.Value));
    }

    /// <summary>Sends a signal.</summary>
    public static void Send(int process, int signal) => Kill(process, signal).ShouldBe(0);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int process, int signal);
}
