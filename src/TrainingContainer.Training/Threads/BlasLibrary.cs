using System.Runtime.InteropServices;
using TorchSharp;

namespace TrainingContainer.Training;

/// <summary>The BLAS that libtorch multiplies matrices with, as found among the libraries of this process.</summary>
public sealed class BlasLibrary
{
    private static readonly Lazy<BlasLibrary> Found = new(Find);

    private BlasLibrary(string name, bool isReference, Action<int>? setThreads) =>
        (Name, IsReference, SetThreads) = (name, isReference, setThreads);

    /// <summary>The one in use; asking loads libtorch.</summary>
    public static BlasLibrary Loaded => Found.Value;

    /// <summary>"OpenBLAS", "MKL", "reference BLAS" or "unknown".</summary>
    public string Name { get; }

    /// <summary>True for the netlib reference implementation: 8 to 13 times slower than OpenBLAS.</summary>
    public bool IsReference { get; }

    /// <summary>Sets the size of the library's own thread pool; null where it has none that can be set.</summary>
    public Action<int>? SetThreads { get; }

    /// <summary>What is to be told at the start, or null when all is well.</summary>
    public string? Warning => IsReference
        ? "libtorch runs on the reference BLAS, 8 to 13 times slower than OpenBLAS: apt-get install libopenblas0-pthread"
        : null;

    private static BlasLibrary Find()
    {
        using (torch.ones(1))
        {
            // any use of torch loads its libraries
        }
        return Identify(MappedLibraries());
    }

    /// <summary>Tells which it is from the libraries of a process.</summary>
    /// <param name="libraries">Paths.</param>
    internal static BlasLibrary Identify(IReadOnlyList<string> libraries)
    {
        var openBlas = libraries.FirstOrDefault(path => Path.GetFileName(path).StartsWith("libopenblas", StringComparison.Ordinal));
        if (openBlas is not null && NativeLibrary.TryLoad(openBlas, out var handle)
            && NativeLibrary.TryGetExport(handle, "openblas_set_num_threads", out var address))
        {
            var set = Marshal.GetDelegateForFunctionPointer<SetNumThreads>(address);
            return new("OpenBLAS", false, threads => set(threads));
        }
        if (libraries.Any(path => path.Contains("libmkl", StringComparison.Ordinal)))
            return new("MKL", false, null);
        var reference = libraries.Any(path => Path.GetFileName(path).StartsWith("libblas.so", StringComparison.Ordinal)
            && Path.GetFileName(Path.GetDirectoryName(path)) == "blas");
        return reference ? new("reference BLAS", true, null) : new("unknown", false, null);
    }

    private static List<string> MappedLibraries()
    {
        try
        {
            return [.. File.ReadLines("/proc/self/maps")
                .Select(line => line.IndexOf('/') is var start and >= 0 ? line[start..] : "")
                .Where(path => path.Contains(".so", StringComparison.Ordinal))
                .Distinct()];
        }
        catch (IOException)
        {
            return [];
        }
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate void SetNumThreads(int threads);
}
