using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>The memory of the GPU that this process trains on, as the CUDA runtime tells it (cudaMemGetInfo).</summary>
/// <param name="Free">Bytes that nobody uses.</param>
/// <param name="Total">Bytes in all.</param>
public readonly record struct GpuMemory(long Free, long Total)
{
    private const string Function = "cudaMemGetInfo";

    /// <summary>Bytes in use, by this process (libtorch keeps what its tensors have given back) and by others.</summary>
    public long Used => Total - Free;

    /// <summary>Asks for it.</summary>
    /// <returns>Null where this libtorch has no CUDA runtime, or that refuses, as it does without a GPU.</returns>
    public static unsafe GpuMemory? Read()
    {
        if (!NativeLibrary.TryGetExport(TorchLibrary.CudaHandle, Function, out var address))
            return null;
        nuint free, total;
        return ((delegate* unmanaged<nuint*, nuint*, int>)address)(&free, &total) == 0 ? new((long)free, (long)total) : null;
    }
}
