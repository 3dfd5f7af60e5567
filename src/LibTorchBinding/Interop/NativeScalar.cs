namespace TorchSharp.Interop;

/// <summary><c>tb_scalar</c>: a number passed by value.</summary>
/// <param name="Bits">The bits of the number, as <paramref name="Kind"/> says.</param>
/// <param name="Kind">0 = not given, 1 = double, 2 = long, 3 = bool.</param>
internal readonly record struct NativeScalar(long Bits, int Kind)
{
    public const int Double = 1;
    public const int Long = 2;
    public const int Bool = 3;

    public static NativeScalar Of(double value) => new(BitConverter.DoubleToInt64Bits(value), Double);

    public static NativeScalar Of(long value) => new(value, Long);

    public static NativeScalar Of(bool value) => new(value ? 1 : 0, Bool);

    public double ToDouble() => Kind == Double ? BitConverter.Int64BitsToDouble(Bits) : Bits;

    public long ToLong() => Kind == Double ? checked((long)BitConverter.Int64BitsToDouble(Bits)) : Bits;
}
