using System.Runtime.InteropServices;

namespace TrainingContainer.SageMaker;

/// <summary>What a process inherits of signals from whoever started it.</summary>
public static partial class InheritedSignals
{
    private const int Interrupt = 2;
    private const int Terminate = 15;

    // SIG_DFL, SIG_IGN, and more words than struct sigaction has, whose first member is the handler
    private const nint Default = 0;
    private const nint Ignored = 1;
    private const int ActionWords = 32;

    /// <summary>
    /// Lets SIGTERM and SIGINT act again where they were ignored when the process was started. A shell ignores SIGINT for what it starts in the
    /// background, and .NET leaves an ignored signal ignored, so that a job could only be killed. To be called before anything that listens
    /// to signals (Console, Process, PosixSignalRegistration), since .NET looks only once whether a signal is ignored.
    /// </summary>
    public static void Restore()
    {
        foreach (var signal in (ReadOnlySpan<int>)[Interrupt, Terminate])
            if (Handler(signal) == Ignored) _ = Signal(signal, Default);
    }

    private static nint Handler(int signal)
    {
        Span<nint> action = stackalloc nint[ActionWords];
        return SignalAction(signal, 0, ref action[0]) == 0 ? action[0] : Default;
    }

    [LibraryImport("libc", EntryPoint = "sigaction")]
    private static partial int SignalAction(int signal, nint action, ref nint former);

    [LibraryImport("libc", EntryPoint = "signal")]
    private static partial nint Signal(int signal, nint handler);
}
