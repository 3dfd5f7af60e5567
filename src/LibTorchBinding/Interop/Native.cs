using System.Reflection;
using System.Runtime.InteropServices;

namespace TorchSharp.Interop;

/// <summary>The functions of libtorchbinding.so, as <c>native/torchbinding.h</c> describes them.</summary>
internal static unsafe partial class Native
{
    private const string Library = "torchbinding";

    static Native() => NativeLibrary.SetDllImportResolver(typeof(Native).Assembly, Resolve);

    /// <summary>Throws what went wrong in the call that just returned a null handle or a failing status.</summary>
    internal static Exception LastError() => new ExternalException(Marshal.PtrToStringUTF8(tb_last_error()));

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != Library)
            return 0;
        var path = Path.Combine(AppContext.BaseDirectory, "libtorchbinding.so");
        try
        {
            return File.Exists(path) ? NativeLibrary.Load(path) : NativeLibrary.Load(Library, assembly, searchPath);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"libtorchbinding.so or the libtorch that it was built against could not be loaded, looked for in {AppContext.BaseDirectory}. "
                + $"Run scripts/setup.sh: it finds a libtorch and builds the binding; then build again. Cause: {e.Message}",
                e);
        }
    }

    [LibraryImport(Library)]
    private static partial nint tb_last_error();

    [LibraryImport(Library)]
    internal static partial nint tb_version();
}
