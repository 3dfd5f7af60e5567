using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// The functions of libtorchbinding.so (src/LibTorchBinding/native) that TorchSharp has no counterpart for. They take
/// the handles of any TorchSharp runtime. Where the library is missing, nothing is available and plain operators serve.
/// </summary>
internal static unsafe partial class CudaKernels
{
    /// <summary>at::_fused_adam_.</summary>
    public const int FusedAdam = 1;

    /// <summary>at::_fused_adamw_.</summary>
    public const int FusedAdamw = 2;

    /// <summary>at::_fused_sgd_.</summary>
    public const int FusedSgd = 4;

    private const string Library = "torchbinding";
    private const int Cuda = 1;

    private static readonly Lazy<int> Capabilities = new(() => NativeLibrary.TryLoad(Library, typeof(CudaKernels).Assembly, null, out _) ? tb_capabilities(Cuda) : 0);

    /// <summary>Whether a kernel can be used on this process's GPU.</summary>
    public static bool Has(int capability) => (Capabilities.Value & capability) != 0;

    /// <summary>One step of Adam over lists of tensor handles of equal length.</summary>
    /// <exception cref="ExternalException">libtorch refused.</exception>
    public static void Adam(
        bool decoupled, nint[] parameters, nint[] gradients, nint[] means, nint[] squares, nint[] steps,
        double learningRate, double beta1, double beta2, double weightDecay, double epsilon)
    {
        fixed (nint* p = parameters, g = gradients, m = means, s = squares, n = steps)
        {
            var status = decoupled
                ? tb_cuda_fused_adamw(p, g, m, s, null, n, parameters.Length, learningRate, beta1, beta2, weightDecay, epsilon, 0, 0)
                : tb_cuda_fused_adam(p, g, m, s, null, n, parameters.Length, learningRate, beta1, beta2, weightDecay, epsilon, 0, 0);
            ThrowUnlessDone(status);
        }
    }

    /// <summary>One step of SGD over lists of tensor handles of equal length; without momentum there are no buffers.</summary>
    /// <exception cref="ExternalException">libtorch refused.</exception>
    public static void Sgd(
        nint[] parameters, nint[] gradients, nint[]? buffers, double learningRate, double momentum, double weightDecay, bool nesterov, bool isFirstStep)
    {
        fixed (nint* p = parameters, g = gradients, b = buffers)
        {
            ThrowUnlessDone(tb_cuda_fused_sgd(
                p, g, b, parameters.Length, learningRate, momentum, 0, weightDecay, Convert.ToByte(nesterov), 0, Convert.ToByte(isFirstStep)));
        }
    }

    private static void ThrowUnlessDone(int status)
    {
        if (status != 0)
            throw new ExternalException(Marshal.PtrToStringUTF8((nint)tb_last_error()) ?? "the fused optimizer kernel is not available");
    }

    [LibraryImport(Library)]
    private static partial int tb_capabilities(int deviceType);

    [LibraryImport(Library)]
    private static partial byte* tb_last_error();

    [LibraryImport(Library)]
    private static partial int tb_cuda_fused_adam(
        nint* parameters, nint* gradients, nint* means, nint* squares, nint* maxSquares, nint* steps, int count,
        double learningRate, double beta1, double beta2, double weightDecay, double epsilon, byte amsgrad, byte maximize);

    [LibraryImport(Library)]
    private static partial int tb_cuda_fused_adamw(
        nint* parameters, nint* gradients, nint* means, nint* squares, nint* maxSquares, nint* steps, int count,
        double learningRate, double beta1, double beta2, double weightDecay, double epsilon, byte amsgrad, byte maximize);

    [LibraryImport(Library)]
    private static partial int tb_cuda_fused_sgd(
        nint* parameters, nint* gradients, nint* buffers, int count, double learningRate, double momentum, double dampening,
        double weightDecay, byte nesterov, byte maximize, byte isFirstStep);
}
