using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor T => t();

        public Tensor view(params long[] shape) => Native.tb_view(this, shape, shape.Length);

        public Tensor view_as(Tensor other) => view(other.shape);

        public Tensor reshape(params long[] shape) => Native.tb_reshape(this, shape, shape.Length);

        public Tensor flatten(long start_dim = 0, long end_dim = -1) => Native.tb_flatten(this, start_dim, end_dim);

        public Tensor unsqueeze(long dim) => Native.tb_unsqueeze(this, dim);

        public Tensor squeeze(long? dim = null) => dim is { } d ? Native.tb_squeeze_dim(this, d) : Native.tb_squeeze(this);

        public Tensor t() => Native.tb_t(this);

        public Tensor transpose(long dim0, long dim1) => Native.tb_transpose(this, dim0, dim1);

        public Tensor permute(params long[] permutation) => Native.tb_permute(this, permutation, permutation.Length);

        public Tensor expand(params long[] sizes) => expand(sizes, false);

        public Tensor expand(long[] sizes, bool isImplicit = false) => Native.tb_expand(this, sizes, sizes.Length, isImplicit);

        public Tensor expand_as(Tensor other) => expand(other.shape);

        public Tensor narrow(long dim, long start, long length) => Native.tb_narrow(this, dim, start, length);

        public Tensor select(long dim, long index) => Native.tb_select(this, dim, index);

        public Tensor index_select(long dim, Tensor index) => Native.tb_index_select(this, dim, index);

        public Tensor gather(long dim, Tensor index) => Native.tb_gather(this, dim, index);

        public Tensor masked_fill(Tensor mask, Scalar value) => Native.tb_masked_fill(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value)
        {
            Native.tb_masked_fill_(this, mask, value);
            return this;
        }

        public Tensor where(Tensor condition, Tensor y)
        {
            if (condition.dtype != ScalarType.Bool)
                throw new ArgumentException($"found a condition of {condition.dtype}, expected {ScalarType.Bool}", nameof(condition));
            return Native.tb_where(condition, this, y);
        }
    }

    public static Tensor reshape(Tensor input, params long[] shape) => input.reshape(shape);

    public static Tensor flatten(Tensor input, long start_dim = 0, long end_dim = -1) => input.flatten(start_dim, end_dim);

    public static Tensor unsqueeze(Tensor input, long dim) => input.unsqueeze(dim);

    public static Tensor squeeze(Tensor input, long? dim = null) => input.squeeze(dim);

    public static Tensor t(Tensor input) => input.t();

    public static Tensor transpose(Tensor input, long dim0, long dim1) => input.transpose(dim0, dim1);

    public static Tensor permute(Tensor input, params long[] permutation) => input.permute(permutation);

    public static Tensor narrow(Tensor input, long dim, long start, long length) => input.narrow(dim, start, length);

    public static Tensor select(Tensor input, long dim, long index) => input.select(dim, index);

    public static Tensor index_select(Tensor input, long dim, Tensor index) => input.index_select(dim, index);

    public static Tensor gather(Tensor input, long dim, Tensor index) => input.gather(dim, index);

    public static Tensor where(Tensor condition, Tensor x, Tensor y) => x.where(condition, y);

    public static Tensor cat(IList<Tensor> tensors, long dim = 0) => Cat([.. tensors], dim);

    public static Tensor cat(Tensor[] tensors, long dim = 0) => Cat(tensors, dim);

    public static Tensor cat(ReadOnlySpan<Tensor> tensors, long dim = 0) => Cat(tensors.ToArray(), dim);

    public static Tensor concat(IList<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(Tensor[] tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor concat(ReadOnlySpan<Tensor> tensors, long dim = 0) => cat(tensors, dim);

    public static Tensor stack(IEnumerable<Tensor> tensors, long dim = 0)
    {
        var parts = tensors.ToArray();
        var handles = Tensor.Handles(parts);
        var stacked = Native.tb_stack(handles, handles.Length, dim);
        GC.KeepAlive(parts);
        return stacked;
    }

    private static Tensor Cat(Tensor[] tensors, long dim)
    {
        var handles = Tensor.Handles(tensors);
        var joined = Native.tb_cat(handles, handles.Length, dim);
        GC.KeepAlive(tensors);
        return joined;
    }
}
