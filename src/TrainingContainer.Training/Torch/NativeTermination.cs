using System.Runtime.InteropServices;
using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// Tells why native code ends the process. Some calls of TorchSharp let C++ exceptions through (Tensor.matmul of shapes that do not fit is
/// one that models make), and nothing catches them: the C++ library then calls std::terminate, on the thread that threw, before anything is
/// unwound. In its place the exception's message and the managed method that made the call are reported, and the process ends.
/// </summary>
/// <remarks>
/// It is no signal handler: heap and stack are whole, and managed code may run as in any callback. Where there is no C++ exception, or
/// something fails here, the handler from before does what it would have done: SIGABRT, exit code 134.
/// </remarks>
public sealed unsafe partial class NativeTermination : IDisposable
{
    private const string CppLibrary = "libstdc++.so.6";

    // virtual functions by their place in the tables of the Itanium C++ ABI: type_info::__do_catch, exception::what
    private const int DoCatch = 4;
    private const int What = 2;

    private static Func<Exception, int>? _fail;
    private static delegate* unmanaged<void> _before;

    /// <summary>Listens until disposed; there is one at a time.</summary>
    /// <param name="fail">Reports the failure; gives the exit code with which the process then ends at once.</param>
    public NativeTermination(Func<Exception, int> fail)
    {
        _fail = fail;
        _before = Set(&OnTerminate);
    }

    /// <summary>Puts the handler from before back.</summary>
    public void Dispose()
    {
        Set(_before);
        _fail = null;
    }

    [UnmanagedCallersOnly]
    private static void OnTerminate()
    {
        try
        {
            if (_fail is { } fail && Message() is { } message)
                _exit(fail(ModelAssembly.Explain(new NativeException($"{NativeStack.Without(message).TrimEnd('.')} ({Caller()})"))));
        }
        catch (Exception)
        {
            // the process ends as it would have
        }
        _before();
    }

    /// <summary>What the C++ exception that is being handled says; null when there is none, or none that can say it.</summary>
    private static string? Message()
    {
        var library = NativeLibrary.Load(CppLibrary);
        var type = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "__cxa_current_exception_type"))();
        if (type == 0)
            return null;
        // std::exception_ptr is one pointer, returned where the first argument says
        nint thrown = 0;
        ((delegate* unmanaged<nint*, nint*>)NativeLibrary.GetExport(library, "_ZSt17current_exceptionv"))(&thrown);
        var wanted = NativeLibrary.GetExport(library, "_ZTISt9exception");
        var isException = ((delegate* unmanaged<nint, nint, nint*, uint, byte>)Virtual(wanted, DoCatch))(wanted, type, &thrown, 1) != 0;
        return isException ? Marshal.PtrToStringUTF8(((delegate* unmanaged<nint, nint>)Virtual(thrown, What))(thrown)) : null;
    }

    private static nint Virtual(nint instance, int place) => (*(nint**)instance)[place];

    /// <summary>The innermost method that is neither TorchSharp's nor this class's: "at Mine.Network.forward(Tensor input)".</summary>
    private static string Caller()
    {
        string[] others = [$"at {typeof(Environment).FullName}.", $"at {typeof(NativeTermination).FullName}.", $"at {nameof(TorchSharp)}."];
        return Environment.StackTrace.Split('\n').Select(line => line.Trim())
            .Where(line => line.StartsWith("at ", StringComparison.Ordinal))
            .FirstOrDefault(line => !Array.Exists(others, other => line.StartsWith(other, StringComparison.Ordinal))) ?? "in native code";
    }

    private static delegate* unmanaged<void> Set(delegate* unmanaged<void> handler) =>
        ((delegate* unmanaged<delegate* unmanaged<void>, delegate* unmanaged<void>>)NativeLibrary.GetExport(
            NativeLibrary.Load(CppLibrary), "_ZSt13set_terminatePFvvE"))(handler);

    // other threads may be inside of libtorch, whose destructors must not run under them
    [LibraryImport("libc")]
    private static partial void _exit(int code);
}
