namespace TorchSharp.Interop;

/// <summary><c>tb_index_item</c>: one index of <c>t[…]</c>.</summary>
internal readonly record struct NativeIndex(NativeIndex.IndexKind Kind, long Start, long Stop, long Step, nint Tensor)
{
    /// <summary>A slice's start or stop that is not given.</summary>
    public const long Open = long.MinValue;

    /// <summary>What the index is.</summary>
    public enum IndexKind : long
    {
        NewAxis,
        Ellipsis,
        Integer,
        Bool,
        Slice,
        Tensor,
    }
}
