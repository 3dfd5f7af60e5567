using System.Runtime.InteropServices;
using Tensor = TorchSharp.torch.Tensor;

namespace TorchSharp.Interop;

internal static unsafe partial class Native
{
    [LibraryImport(Library)] internal static partial Tensor tb_linear(Tensor input, Tensor weight, Tensor? bias);
    [LibraryImport(Library)] internal static partial Tensor tb_conv2d(Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, int stride_count, ReadOnlySpan<long> padding, int padding_count, ReadOnlySpan<long> dilation, int dilation_count, long groups);
    [LibraryImport(Library)] internal static partial Tensor tb_conv2d_padding(Tensor input, Tensor weight, Tensor? bias, ReadOnlySpan<long> stride, int stride_count, NativeBool same, ReadOnlySpan<long> dilation, int dilation_count, long groups);
    [LibraryImport(Library)] internal static partial Tensor tb_max_pool2d(Tensor input, ReadOnlySpan<long> kernel, int kernel_count, ReadOnlySpan<long> stride, int stride_count, ReadOnlySpan<long> padding, int padding_count, ReadOnlySpan<long> dilation, int dilation_count, NativeBool ceil_mode);
    [LibraryImport(Library)] internal static partial Tensor tb_avg_pool2d(Tensor input, ReadOnlySpan<long> kernel, int kernel_count, ReadOnlySpan<long> stride, int stride_count, ReadOnlySpan<long> padding, int padding_count, NativeBool ceil_mode, NativeBool count_include_pad, long divisor);
    [LibraryImport(Library)] internal static partial Tensor tb_adaptive_avg_pool2d(Tensor input, ReadOnlySpan<long> size, int count);
    [LibraryImport(Library)] internal static partial Tensor tb_pad(Tensor input, ReadOnlySpan<long> pad, int count, int mode, double value);
    [LibraryImport(Library)] internal static partial Tensor tb_batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight, Tensor? bias, NativeBool training, double momentum, double epsilon);
    [LibraryImport(Library)] internal static partial Tensor tb_layer_norm(Tensor input, ReadOnlySpan<long> shape, int count, Tensor? weight, Tensor? bias, double epsilon);
    [LibraryImport(Library)] internal static partial Tensor tb_dropout(Tensor input, double p, NativeBool training, NativeBool inplace);

    [LibraryImport(Library)] internal static partial Tensor tb_elu(Tensor t, Scalar alpha, Scalar scale, Scalar input_scale);
    [LibraryImport(Library)] internal static partial Tensor tb_leaky_relu(Tensor t, Scalar slope);
    [LibraryImport(Library)] internal static partial Status tb_leaky_relu_(Tensor t, Scalar slope);
    [LibraryImport(Library)] internal static partial Tensor tb_silu(Tensor t);
    [LibraryImport(Library)] internal static partial Status tb_silu_(Tensor t);
    [LibraryImport(Library)] internal static partial Tensor tb_gelu(Tensor t, NativeBool tanh);
    [LibraryImport(Library)] internal static partial Status tb_gelu_(Tensor t, NativeBool tanh);
    [LibraryImport(Library)] internal static partial Tensor tb_softmax(Tensor t, long dim, int dtype);
    [LibraryImport(Library)] internal static partial Tensor tb_log_softmax(Tensor t, long dim, int dtype);

    [LibraryImport(Library)] internal static partial Tensor tb_cross_entropy(Tensor input, Tensor target, Tensor? weight, long ignore_index, long reduction, double label_smoothing);
    [LibraryImport(Library)] internal static partial Tensor tb_nll_loss(Tensor input, Tensor target, Tensor? weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_binary_cross_entropy(Tensor input, Tensor target, Tensor? weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_binary_cross_entropy_with_logits(Tensor input, Tensor target, Tensor? weight, Tensor? pos_weight, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_mse_loss(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_l1_loss(Tensor input, Tensor target, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_huber_loss(Tensor input, Tensor target, double delta, long reduction);
    [LibraryImport(Library)] internal static partial Tensor tb_smooth_l1_loss(Tensor input, Tensor target, double beta, long reduction);

    [LibraryImport(Library)] internal static partial Status tb_clip_grad_norm_(ReadOnlySpan<nint> parameters, int count, double max_norm, double norm_type, out double total);
    [LibraryImport(Library)] internal static partial Status tb_clip_grad_value_(ReadOnlySpan<nint> parameters, int count, double value);
}
