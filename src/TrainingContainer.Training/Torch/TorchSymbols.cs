namespace TrainingContainer.Training;

/// <summary>The symbols of libtorch that libLibTorchSharp.so refers to and this program never reaches, so that a libtorch without them serves.</summary>
internal static class TorchSymbols
{
    // named tensors, the graph behind a tensor, copies on write
    private static readonly string[] NeverReached = ["Dimname", "autograd4Node", "3cow"];

    /// <summary>True for one that may be missing.</summary>
    /// <param name="symbol">Mangled.</param>
    public static bool IsOptional(string symbol) => Array.Exists(NeverReached, part => symbol.Contains(part, StringComparison.Ordinal));
}
