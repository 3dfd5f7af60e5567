using System.Globalization;
using TrainingContainer.SageMaker;
using TrainingContainer.Training;

namespace TrainingContainer.Commands;

/// <summary>Proves that Torch computes on this machine, and prints what it is; or adapts its library to an older C++ library.</summary>
/// <param name="output">Where the facts go.</param>
/// <param name="errors">Where a failure goes.</param>
internal sealed class TorchCommand(TextWriter output, TextWriter errors)
{
    private const int Failed = 1;

    /// <summary>Loads libtorch, multiplies two matrices on each device, and prints versions, BLAS, threads and devices.</summary>
    /// <returns>0 when the product is right, else 1.</returns>
    public int Run()
    {
        try
        {
            var check = TorchCheck.Run();
            output.WriteLine($"TorchSharp {check.TorchSharp}, libtorch {check.Build.Version}{(check.Build.Cuda is { } cuda ? $" with CUDA {cuda}" : "")} in {check.Folder}");
            output.WriteLine($"BLAS: {check.Build.Blas}, CPU: {check.Build.CpuCapability}, threads: {check.Threads.ToString(CultureInfo.InvariantCulture)}");
            output.WriteLine($"deterministic=true: {Available(check.HasDeterministicMode)}, fused optimizers on a GPU: {Available(check.HasFusedOptimizers)}");
            foreach (var device in check.Devices)
                output.WriteLine($"device {device}: computes");
            if (check.Memory is { } memory)
                output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"GPU memory: {memory.Free / 1e6:0} of {memory.Total / 1e6:0} MB free"));
            return 0;
        }
        catch (Exception exception)
        {
            errors.WriteLine(FailureReport.Compose(exception));
            return Failed;
        }
    }

    private static string Available(bool isAvailable) => isAvailable ? "available" : "not available";

    /// <summary>Where this system's C++ library lacks a symbol that TorchSharp's library lists without using it, writes a copy that loads all the same.</summary>
    /// <param name="path">Of the copy; nothing is written where the library loads as it is.</param>
    /// <returns>0 when the copy is written or none is needed, else 1.</returns>
    public int Adapt(string path)
    {
        try
        {
            output.WriteLine(TorchAdaptation.Write(path) is { } version
                ? $"this system's C++ library lacks {version}, which TorchSharp lists and does not use: wrote {path}, which loads without it"
                : "TorchSharp's library loads on this system as it is");
            return 0;
        }
        catch (Exception exception)
        {
            errors.WriteLine(FailureReport.Compose(exception));
            return Failed;
        }
    }
}
