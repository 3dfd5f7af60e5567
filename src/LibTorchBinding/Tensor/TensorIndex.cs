using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>One index of <c>t[…]</c>: a position, a slice, a new axis, an ellipsis, a truth value or a tensor of positions.</summary>
    public struct TensorIndex
    {
        public static TensorIndex Ellipsis = new() { _kind = NativeIndex.IndexKind.Ellipsis };
        public static TensorIndex None = new() { _kind = NativeIndex.IndexKind.NewAxis };
        public static TensorIndex Null = None;
        public static TensorIndex Colon = Slice();

        private NativeIndex.IndexKind _kind;
        private long _start;
        private long _stop;
        private long _step;
        private Tensor? _tensor;

        public static TensorIndex Slice(long? start = null, long? stop = null, long? step = null) => new()
        {
            _kind = NativeIndex.IndexKind.Slice,
            _start = start ?? NativeIndex.Open,
            _stop = stop ?? NativeIndex.Open,
            _step = step ?? 1,
        };

        public static TensorIndex Slice((int? start, int? end) range) => Slice(range.start, (long?)range.end);

        public static TensorIndex Slice(Range range) => Slice(
            range.Start.IsFromEnd ? -range.Start.Value : range.Start.Value,
            range.End.Equals(Index.End) ? null : range.End.IsFromEnd ? -range.End.Value : range.End.Value);

        public static TensorIndex Bool(bool value) => new() { _kind = NativeIndex.IndexKind.Bool, _start = value ? 1 : 0 };

        public static TensorIndex Single(long? index) => new() { _kind = NativeIndex.IndexKind.Integer, _start = index ?? 0 };

        public static TensorIndex Tensor(Tensor tensor) => new() { _kind = NativeIndex.IndexKind.Tensor, _tensor = tensor };

        public static implicit operator TensorIndex(long value) => Single(value);

        public static implicit operator TensorIndex((int? start, int? end) range) => Slice(range);

        public static implicit operator TensorIndex(Range range) => Slice(range);

        public static implicit operator TensorIndex(Index index) => Single(index.IsFromEnd ? -index.Value : index.Value);

        internal readonly NativeIndex ToNative() => new(_kind, _start, _stop, _step, _tensor is null ? 0 : _tensor.Handle);
    }
}
