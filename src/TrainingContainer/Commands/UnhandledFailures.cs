using System.Runtime.InteropServices;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>
/// Gives exceptions that nobody catches, on any thread and of C++ as well, the same end as those of the job: a log line, the failure file, the
/// exit code.
/// </summary>
internal sealed class UnhandledFailures : IDisposable
{
    private readonly Func<Exception, int> _fail;
    private readonly Action<Exception> _note;
    private readonly NativeTermination _native;

    /// <summary>Listens until disposed.</summary>
    /// <param name="fail">Reports the failure that ends the process; gives the exit code. Must not throw.</param>
    /// <param name="note">Reports the failure of a background task whose result nobody asked for; the process goes on.</param>
    public UnhandledFailures(Func<Exception, int> fail, Action<Exception> note)
    {
        (_fail, _note) = (fail, note);
        _native = new(fail);
        AppDomain.CurrentDomain.UnhandledException += OnUnhandled;
        TaskScheduler.UnobservedTaskException += OnUnobserved;
    }

    public void Dispose()
    {
        _native.Dispose();
        AppDomain.CurrentDomain.UnhandledException -= OnUnhandled;
        TaskScheduler.UnobservedTaskException -= OnUnobserved;
    }

    // Other threads are still running, perhaps inside of libtorch: its destructors must not run under them, so this is no orderly exit.
    [DllImport("libc", EntryPoint = "_exit")]
    private static extern void ExitAtOnce(int code);

    private void OnUnhandled(object sender, UnhandledExceptionEventArgs arguments) =>
        ExitAtOnce(_fail(arguments.ExceptionObject as Exception ?? new InvalidOperationException($"found {arguments.ExceptionObject} thrown, expected an Exception")));

    private void OnUnobserved(object? sender, UnobservedTaskExceptionEventArgs arguments)
    {
        _note(arguments.Exception);
        arguments.SetObserved();
    }
}
