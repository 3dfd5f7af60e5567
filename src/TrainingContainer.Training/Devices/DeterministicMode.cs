using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// Makes libtorch use only operations that give the same bits each time, as torch.use_deterministic_algorithms(True) does in PyTorch.
/// TorchSharp has no such call, so libtorch's own functions are called by their C++ names.
/// </summary>
internal static unsafe partial class DeterministicMode
{
    private const string GlobalContext = "_ZN2at13globalContextEv";
    private const string SetAlgorithms = "_ZN2at7Context26setDeterministicAlgorithmsEbb";
    private const string SetCuDnn = "_ZN2at7Context21setDeterministicCuDNNEb";
    private const string SetBenchmark = "_ZN2at7Context17setBenchmarkCuDNNEb";
    private const string SetFill = "_ZN2at7Context39setDeterministicFillUninitializedMemoryEb";
    private const string Algorithms = "_ZNK2at7Context23deterministicAlgorithmsEv";

    /// <summary>The first function that the loaded libtorch lacks for it, by its C++ name; null when it has all.</summary>
    public static string? Missing =>
        Array.Find([GlobalContext, SetAlgorithms, SetCuDnn, SetBenchmark], name => !NativeLibrary.TryGetExport(TorchLibrary.Handle, name, out _));

    /// <summary>
    /// Turns it on or off for the whole process; to be called before the first use of the GPU. While it is on, an operation that can't
    /// comply fails.
    /// </summary>
    /// <param name="on">Off restores PyTorch's defaults.</param>
    /// <exception cref="EntryPointNotFoundException">The loaded libtorch lacks a function; see <see cref="Missing"/>.</exception>
    public static void Set(bool on)
    {
        var library = TorchLibrary.Handle;
        // cuBLAS reads it when it makes its first handle; a user's own choice stays
        if (on)
            _ = setenv("CUBLAS_WORKSPACE_CONFIG", ":4096:8", 0);
        var context = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, GlobalContext))();
        ((delegate* unmanaged<nint, byte, byte, void>)NativeLibrary.GetExport(library, SetAlgorithms))(context, Convert.ToByte(on), 0);
        ((delegate* unmanaged<nint, byte, void>)NativeLibrary.GetExport(library, SetCuDnn))(context, Convert.ToByte(on));
        ((delegate* unmanaged<nint, byte, void>)NativeLibrary.GetExport(library, SetBenchmark))(context, 0);
        // all memory that is allocated here is written before it is read
        if (NativeLibrary.TryGetExport(library, SetFill, out var fill))
            ((delegate* unmanaged<nint, byte, void>)fill)(context, Convert.ToByte(!on));
    }

    /// <summary>Whether it is on.</summary>
    public static bool IsOn => ((delegate* unmanaged<nint, byte>)NativeLibrary.GetExport(TorchLibrary.Handle, Algorithms))(
        ((delegate* unmanaged<nint>)NativeLibrary.GetExport(TorchLibrary.Handle, GlobalContext))()) != 0;

    // .NET keeps a copy of the environment that native code does not see
    [LibraryImport("libc", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int setenv(string name, string value, int overwrite);
}
