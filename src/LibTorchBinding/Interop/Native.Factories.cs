using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tb_tensor_new(void* data, ReadOnlySpan<long> sizes, int count, int source_dtype, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_empty(ReadOnlySpan<long> sizes, int count, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_full(ReadOnlySpan<long> sizes, int count, Scalar value, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_arange(Scalar start, Scalar stop, Scalar step, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_linspace(double start, double end, long steps, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_rand(ReadOnlySpan<long> sizes, int count, nint generator, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_randn(ReadOnlySpan<long> sizes, int count, nint generator, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_randint(long low, long high, ReadOnlySpan<long> sizes, int count, nint generator, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_randperm(long n, nint generator, int dtype, int device_type, int device_index, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Tensor tb_one_hot(Tensor t, long classes);

    [LibraryImport(Library)] internal static partial Status tb_zero_(Tensor t);
    [LibraryImport(Library)] internal static partial Status tb_fill_(Tensor t, Scalar value);
    [LibraryImport(Library)] internal static partial Status tb_uniform_(Tensor t, double from, double to, nint generator);
    [LibraryImport(Library)] internal static partial Status tb_normal_(Tensor t, double mean, double std, nint generator);
    [LibraryImport(Library)] internal static partial Status tb_bernoulli_(Tensor t, double p, nint generator);
    [LibraryImport(Library)] internal static partial Status tb_bernoulli_tensor_(Tensor t, Tensor p, nint generator);
    [LibraryImport(Library)] internal static partial Tensor tb_bernoulli(Tensor t, nint generator);

    [LibraryImport(Library)] internal static partial nint tb_generator_new(ulong seed, int device_type, int device_index);
    [LibraryImport(Library)] internal static partial nint tb_generator_default();
    [LibraryImport(Library)] internal static partial void tb_generator_dispose(nint generator);
    [LibraryImport(Library)] internal static partial Status tb_generator_manual_seed(nint generator, long seed);
    [LibraryImport(Library)] internal static partial long tb_generator_initial_seed(nint generator);
    [LibraryImport(Library)] internal static partial Tensor tb_generator_get_state(nint generator);
    [LibraryImport(Library)] internal static partial Status tb_generator_set_state(nint generator, Tensor state);
    [LibraryImport(Library)] internal static partial Status tb_manual_seed(long seed);

    [LibraryImport(Library)] internal static partial NativeBool tb_cuda_is_available();
    [LibraryImport(Library)] internal static partial NativeBool tb_cudnn_is_available();
    [LibraryImport(Library)] internal static partial int tb_cuda_device_count();
    [LibraryImport(Library)] internal static partial Status tb_cuda_manual_seed(long seed);
    [LibraryImport(Library)] internal static partial Status tb_cuda_manual_seed_all(long seed);
    [LibraryImport(Library)] internal static partial Status tb_cuda_synchronize(long device_index);

    [LibraryImport(Library)] internal static partial int tb_get_num_threads();
    [LibraryImport(Library)] internal static partial Status tb_set_num_threads(int threads);
    [LibraryImport(Library)] internal static partial int tb_get_num_interop_threads();
    [LibraryImport(Library)] internal static partial Status tb_set_num_interop_threads(int threads);
    [LibraryImport(Library)] internal static partial NativeBool tb_get_allow_tf32_cublas();
    [LibraryImport(Library)] internal static partial Status tb_set_allow_tf32_cublas(NativeBool allow);
    [LibraryImport(Library)] internal static partial NativeBool tb_get_allow_tf32_cudnn();
    [LibraryImport(Library)] internal static partial Status tb_set_allow_tf32_cudnn(NativeBool allow);
}
