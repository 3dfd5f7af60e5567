using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    private static readonly Scalar Zero = 0L;
    private static readonly Scalar One = 1L;

    public static Tensor full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([size], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([rows, columns], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([dim0, dim1, dim2], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([dim0, dim1, dim2, dim3], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(int size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([size], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(int rows, int columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([rows, columns], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(int dim0, int dim1, int dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([dim0, dim1, dim2], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(int dim0, int dim1, int dim2, int dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full([dim0, dim1, dim2, dim3], value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full(size, value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    public static Tensor full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false, string[]? names = null) =>
        Full(size, value, dtype ?? (is_integral(value.Type) ? ScalarType.Int64 : _defaultDtype), device, requires_grad, names);

    private static Tensor Full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype, Device? device, bool requires_grad, string[]? names)
    {
        RejectNames(names);
        device = InitializeDevice(device);
        var made = Native.tb_full(size, size.Length, value, (int)(dtype ?? _defaultDtype), (int)device.type, device.index, requires_grad);
        return made;
    }
}
