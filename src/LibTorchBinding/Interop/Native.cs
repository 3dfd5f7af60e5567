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
        if (!File.Exists(path))
        {
            return NativeLibrary.TryLoad(Library, assembly, searchPath, out var found) ? found : throw new DllNotFoundException(
                $"libtorchbinding.so is neither in {AppContext.BaseDirectory} nor on the library path. "
                + "Run scripts/setup.sh, which finds a libtorch and builds it, then build again.");
        }
        try
        {
            return NativeLibrary.Load(path);
        }
        catch (DllNotFoundException e)
        {
            throw new DllNotFoundException(
                $"The libtorch that {path} was built against could not be loaded. Run scripts/setup.sh, then build again. Cause: {e.Message}", e);
        }
    }

    [LibraryImport(Library)]
    private static partial nint tb_last_error();

    [LibraryImport(Library)]
    internal static partial nint tb_version();
}
