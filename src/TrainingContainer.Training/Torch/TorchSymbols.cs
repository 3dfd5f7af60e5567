namespace TrainingContainer.Training;

/// <summary>The symbols of libtorch that libLibTorchSharp.so refers to and this program never reaches, so that a libtorch without them serves.</summary>
internal static class TorchSymbols
{
    // named tensors; storage that is copied on write; autograd functions written in .NET (torch.autograd.SingleTensorFunction)
    private static readonly string[] NeverReached =
        ["Dimname", "9get_names", "9has_names", "3cow", "autograd4Node", "autograd13SavedVariable", "autograd13_wrap_outputs", "autograd10deleteNode"];

    /// <summary>True for one that may be missing.</summary>
    /// <param name="symbol">Mangled.</param>
    public static bool IsOptional(string symbol) => Array.Exists(NeverReached, part => symbol.Contains(part, StringComparison.Ordinal));
}
