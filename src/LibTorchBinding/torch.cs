using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>PyTorch's <c>torch</c> module, as far as the training code uses it, with TorchSharp's signatures.</summary>
public static partial class torch
{
    public static string __version__ => Marshal.PtrToStringUTF8(Native.tb_version())!;

    public static bool cuda_is_available() => cuda.is_available();

    public static int get_num_threads() => Native.tb_get_num_threads();

    public static void set_num_threads(int num) => Native.tb_set_num_threads(num);

    public static int get_num_interop_threads() => Native.tb_get_num_interop_threads();

    public static void set_num_interop_threads(int num) => Native.tb_set_num_interop_threads(num);

    public static DisposeScope NewDisposeScope() => DisposeScopeManager.ThreadSingleton.NewDisposeScope();

    public static DisposeScope? CurrentDisposeScope => DisposeScopeManager.ThreadSingleton.CurrentDisposeScope;

    public static Tensor WrappedTensorDisposeScope(Func<Tensor> expr)
    {
        using var scope = NewDisposeScope();
        return expr().MoveToOuterDisposeScope();
    }

    /// <summary>The CUDA devices.</summary>
    public static partial class cuda
    {
        public static bool is_available() => Native.tb_cuda_is_available();

        public static bool is_cudnn_available() => Native.tb_cudnn_is_available();

        public static int device_count() => Native.tb_cuda_device_count();

        public static void manual_seed(long seed) => Native.tb_cuda_manual_seed(seed);

        public static void manual_seed_all(long seed) => Native.tb_cuda_manual_seed_all(seed);

        public static void synchronize(Device? device = null) => Native.tb_cuda_synchronize(device?.index ?? -1);
    }

    /// <summary>Switches of the libraries under libtorch.</summary>
    public static partial class backends
    {
        /// <summary>CUDA's own.</summary>
        public static partial class cuda
        {
            /// <summary>cuBLAS's matrix products.</summary>
            public static partial class matmul
            {
                public static bool allow_tf32
                {
                    get => Native.tb_get_allow_tf32_cublas();
                    set => Native.tb_set_allow_tf32_cublas(value);
                }
            }
        }

        /// <summary>cuDNN's convolutions.</summary>
        public static partial class cudnn
        {
            public static bool allow_tf32
            {
                get => Native.tb_get_allow_tf32_cudnn();
                set => Native.tb_set_allow_tf32_cudnn(value);
            }
        }
    }
}
