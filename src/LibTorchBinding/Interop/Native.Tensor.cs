using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial void tb_tensor_dispose(nint tensor);

    // Facts: nanoseconds, so the runtime need not leave cooperative mode.
    [SuppressGCTransition, LibraryImport(Library)] internal static partial long tb_numel(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial long tb_dim(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial long tb_element_size(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial int tb_dtype(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial int tb_device_type(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial int tb_device_index(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial NativeBool tb_requires_grad(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial NativeBool tb_is_leaf(Tensor t);
    [SuppressGCTransition, LibraryImport(Library)] internal static partial NativeBool tb_is_contiguous(Tensor t);

    [LibraryImport(Library)] internal static partial Status tb_size(Tensor t, long dim, out long size);
    [LibraryImport(Library)] internal static partial Status tb_sizes(Tensor t, long* sizes);
    [LibraryImport(Library)] internal static partial Status tb_strides(Tensor t, long* strides);
    [LibraryImport(Library)] internal static partial Status tb_is_pinned(Tensor t, out NativeBool pinned);

    [LibraryImport(Library)] internal static partial Status tb_data(Tensor t, out nint data);
    [LibraryImport(Library)] internal static partial Status tb_item(Tensor t, out NativeScalar value);
    [LibraryImport(Library)] internal static partial Status tb_copy_(Tensor t, Tensor source, NativeBool non_blocking);

    [LibraryImport(Library)] internal static partial Tensor tb_to_dtype(Tensor t, int dtype, NativeBool copy, NativeBool non_blocking);
    [LibraryImport(Library)] internal static partial Tensor tb_to_device(Tensor t, int device_type, int device_index, NativeBool copy, NativeBool non_blocking);
    [LibraryImport(Library)] internal static partial Tensor tb_to_device_dtype(Tensor t, int device_type, int device_index, int dtype, NativeBool copy, NativeBool non_blocking);
    [LibraryImport(Library)] internal static partial Tensor tb_cpu(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_cuda(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_pin_memory(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_contiguous(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_clone(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_alias(Tensor t);

    [LibraryImport(Library)] internal static partial Tensor tb_detach(Tensor t);
    [LibraryImport(Library)] internal static partial Status tb_detach_(Tensor t);
    [LibraryImport(Library)] internal static partial Status tb_set_requires_grad(Tensor t, NativeBool requires_grad);
    [LibraryImport(Library)] internal static partial Status tb_retain_grad(Tensor t);
    [LibraryImport(Library)] internal static partial Status tb_grad(Tensor t, out nint grad);
    [LibraryImport(Library)] internal static partial Status tb_set_grad(Tensor t, Tensor? grad);
    [LibraryImport(Library)] internal static partial Status tb_backward(Tensor t, Tensor? gradient, NativeBool retain_graph, NativeBool create_graph, nint* inputs, int input_count);
    [LibraryImport(Library)] internal static partial NativeBool tb_grad_enabled();
    [LibraryImport(Library)] internal static partial void tb_set_grad_enabled(NativeBool enabled);
    [LibraryImport(Library)] internal static partial NativeBool tb_inference_mode_enabled();
    [LibraryImport(Library)] internal static partial nint tb_inference_mode_enter(NativeBool mode);
    [LibraryImport(Library)] internal static partial void tb_inference_mode_leave(nint guard);

    [LibraryImport(Library)] internal static partial Tensor tb_view(Tensor t, ReadOnlySpan<long> sizes, int count);
    [LibraryImport(Library)] internal static partial Tensor tb_reshape(Tensor t, ReadOnlySpan<long> sizes, int count);
    [LibraryImport(Library)] internal static partial Tensor tb_expand(Tensor t, ReadOnlySpan<long> sizes, int count, NativeBool isImplicit);
    [LibraryImport(Library)] internal static partial Tensor tb_permute(Tensor t, ReadOnlySpan<long> dims, int count);
    [LibraryImport(Library)] internal static partial Tensor tb_flatten(Tensor t, long start, long end);
    [LibraryImport(Library)] internal static partial Tensor tb_unsqueeze(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor tb_squeeze(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_squeeze_dim(Tensor t, long dim);
    [LibraryImport(Library)] internal static partial Tensor tb_t(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_transpose(Tensor t, long dim0, long dim1);
    [LibraryImport(Library)] internal static partial Tensor tb_narrow(Tensor t, long dim, long start, long length);
    [LibraryImport(Library)] internal static partial Tensor tb_select(Tensor t, long dim, long index);

    [LibraryImport(Library)] internal static partial Tensor tb_get(Tensor t, ReadOnlySpan<long> indexes, int count);
    [LibraryImport(Library)] internal static partial Status tb_set(Tensor t, ReadOnlySpan<long> indexes, int count, Tensor value);
    [LibraryImport(Library)] internal static partial Tensor tb_index(Tensor t, ReadOnlySpan<NativeIndex> indexes, int count);
    [LibraryImport(Library)] internal static partial Status tb_index_put_(Tensor t, ReadOnlySpan<NativeIndex> indexes, int count, Tensor value);
    [LibraryImport(Library)] internal static partial Tensor tb_index_select(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor tb_gather(Tensor t, long dim, Tensor index);
    [LibraryImport(Library)] internal static partial Tensor tb_masked_fill(Tensor t, Tensor mask, Scalar value);
    [LibraryImport(Library)] internal static partial Status tb_masked_fill_(Tensor t, Tensor mask, Scalar value);
    [LibraryImport(Library)] internal static partial Tensor tb_where(Tensor condition, Tensor x, Tensor y);
    [LibraryImport(Library)] internal static partial Tensor tb_cat(ReadOnlySpan<nint> tensors, int count, long dim);
    [LibraryImport(Library)] internal static partial Tensor tb_stack(ReadOnlySpan<nint> tensors, int count, long dim);
}
