using TorchSharp;
using static TorchSharp.torch;

namespace TrainingContainer.Training;

/// <summary>Torch, seen to compute.</summary>
/// <param name="TorchSharp">Its version.</param>
/// <param name="Build">Of libtorch.</param>
/// <param name="Folder">Where libtorch was loaded from.</param>
/// <param name="Threads">CPU threads of libtorch.</param>
/// <param name="Devices">Those on which a product of matrices came out right.</param>
/// <param name="Memory">Of the GPU; null without one.</param>
/// <param name="HasFusedOptimizers">Whether SGD, Adam and AdamW run in libtorch's fused kernels on a GPU.</param>
/// <param name="HasDeterministicMode">Whether deterministic=true can be asked for.</param>
public sealed record TorchCheck(
    string TorchSharp, TorchBuild Build, string Folder, int Threads, IReadOnlyList<string> Devices, GpuMemory? Memory,
    bool HasFusedOptimizers, bool HasDeterministicMode)
{
    private const int Size = 64;

    /// <summary>Loads libtorch and multiplies two matrices of small whole numbers, whose product float32 holds exactly, on the CPU and each GPU.</summary>
    /// <exception cref="SageMaker.JobInputException">libtorch can't be loaded.</exception>
    /// <exception cref="InvalidOperationException">A product is wrong.</exception>
    public static TorchCheck Run()
    {
        TorchLibrary.Load();
        using var scope = NewDisposeScope();
        var devices = new List<string>();
        var gpus = cuda.is_available() ? cuda.device_count() : 0;
        foreach (var device in Enumerable.Range(0, gpus).Select(index => new Device(DeviceType.CUDA, index)).Prepend(CPU))
        {
            Multiply(device);
            devices.Add(device.ToString());
        }
        return new(ProgramVersions.TorchSharp, TorchBuild.Current, TorchLibrary.Folder, get_num_threads(), devices, gpus > 0 ? GpuMemory.Read() : null, FusedKernels.AreAvailable, DeterministicMode.Missing is null);
    }

    private static void Multiply(Device device)
    {
        var left = arange(Size * Size, dtype: ScalarType.Int64).remainder(7).to(ScalarType.Float32).reshape(Size, Size);
        var right = arange(Size * Size, dtype: ScalarType.Int64).remainder(5).to(ScalarType.Float32).reshape(Size, Size);
        var product = left.to(device).matmul(right.to(device)).cpu().data<float>().ToArray();
        for (var row = 0; row < Size; row++)
        {
            for (var column = 0; column < Size; column++)
            {
                var expected = Enumerable.Range(0, Size).Sum(k => ((row * Size) + k) % 7 * (((k * Size) + column) % 5));
                if (product[(row * Size) + column] != expected)
                {
                    throw new InvalidOperationException(
                        $"wrong product of two matrices on {device}: found {product[(row * Size) + column]} in row {row}, column {column}, expected {expected}");
                }
            }
        }
    }
}
