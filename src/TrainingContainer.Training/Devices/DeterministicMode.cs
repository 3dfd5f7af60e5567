using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// Makes libtorch use only operations that give the same bits each time, as torch.use_deterministic_algorithms(True) does in PyTorch.
/// TorchSharp has no such call; libtorchbinding.so (src/LibTorchBinding/native) has.
/// </summary>
internal static partial class DeterministicMode
{
    private const string Library = "torchbinding";

    /// <summary>Turns it on for the whole process, before the first use of the GPU. From then on an operation that can't do so fails.</summary>
    /// <returns>False where libtorchbinding.so is missing, or libtorch refused.</returns>
    public static bool TryEnable() =>
        NativeLibrary.TryLoad(Library, typeof(DeterministicMode).Assembly, null, out var library)
        && NativeLibrary.TryGetExport(library, nameof(tb_set_deterministic), out _)
        && tb_set_deterministic(1) == 0;

    [LibraryImport(Library)]
    private static partial int tb_set_deterministic(byte on);
}
