using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TrainingContainer.Training;

/// <summary>Which libtorch is loaded, as it describes itself (torch.__config__.show() in PyTorch).</summary>
/// <param name="Version">For example <c>2.10.0</c>.</param>
/// <param name="Blas">What multiplies matrices on the CPU: <c>MKL</c>, <c>OpenBLAS</c>, or what libtorch calls it.</param>
/// <param name="Cuda">The CUDA that it was built with, as in <c>12.8</c>; null for a libtorch without CUDA.</param>
/// <param name="CpuCapability">The vector instructions that it uses: <c>AVX512</c>, <c>AVX2</c> or <c>DEFAULT</c>.</param>
public sealed partial record TorchBuild(string Version, string Blas, string? Cuda, string CpuCapability)
{
    private static readonly Lazy<TorchBuild> Loaded = new(() => Parse(Text(TorchLibrary.Handle)));

    /// <summary>The one in use; asking loads it.</summary>
    public static TorchBuild Current => Loaded.Value;

    /// <summary>The version of a libtorch that is loaded.</summary>
    /// <param name="library">A handle through which its symbols are found.</param>
    internal static string VersionOf(nint library) => Parse(Text(library)).Version;

    /// <summary>Takes it from libtorch's own text.</summary>
    internal static TorchBuild Parse(string text)
    {
        var blas = BlasPattern().Match(text) is { Success: true } found ? found.Groups[1].Value : "unknown";
        return new(
            VersionPattern().Match(text) is { Success: true } version ? version.Groups[1].Value : "unknown",
            blas switch { "mkl" => "MKL", "open" => "OpenBLAS", _ => blas },
            CudaPattern().Match(text) is { Success: true } cuda ? cuda.Groups[1].Value : null,
            CapabilityPattern().Match(text) is { Success: true } capability ? capability.Groups[1].Value : "unknown");
    }

    /// <remarks>std::string at::show_config(): the caller gives the place for the string. Its first two words are address and length.</remarks>
    private static unsafe string Text(nint library)
    {
        const int InPlaceAt = 16;
        if (!NativeLibrary.TryGetExport(library, "_ZN2at11show_configB5cxx11Ev", out var address))
            return "";
        var text = stackalloc byte[32];
        ((delegate* unmanaged<byte*, byte*>)address)(text);
        var characters = *(byte**)text;
        try
        {
            return Marshal.PtrToStringUTF8((nint)characters, checked((int)*(nuint*)(text + sizeof(nuint))));
        }
        finally
        {
            // a short string lies within the object itself
            if (characters != text + InPlaceAt)
                NativeMemory.Free(characters);
        }
    }

    [GeneratedRegex(@"TORCH_VERSION=([^,\s]+)")]
    private static partial Regex VersionPattern();

    [GeneratedRegex(@"BLAS_INFO=([^,\s]+)")]
    private static partial Regex BlasPattern();

    [GeneratedRegex(@"CUDA Runtime (\d+\.\d+)")]
    private static partial Regex CudaPattern();

    [GeneratedRegex(@"CPU capability usage: (\S+)")]
    private static partial Regex CapabilityPattern();
}
