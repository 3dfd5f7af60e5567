using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>Numbers to <see cref="Scalar"/> and back.</summary>
public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => new(NativeScalar.Of((long)value));

    public static Scalar ToScalar(this sbyte value) => new(NativeScalar.Of((long)value));

    public static Scalar ToScalar(this short value) => new(NativeScalar.Of((long)value));

    public static Scalar ToScalar(this int value) => new(NativeScalar.Of((long)value));

    public static Scalar ToScalar(this long value) => new(NativeScalar.Of(value));

    public static Scalar ToScalar(this float value) => new(NativeScalar.Of((double)value));

    public static Scalar ToScalar(this double value) => new(NativeScalar.Of(value));

    public static Scalar ToScalar(this bool value) => new(NativeScalar.Of(value));

    public static Scalar ToScalar(this Half value) => new(NativeScalar.Of((double)value));

    public static float ToSingle(this Scalar value) => (float)value.Value.ToDouble();

    public static double ToDouble(this Scalar value) => value.Value.ToDouble();

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)value.Value.ToLong());

    public static byte ToByte(this Scalar value) => checked((byte)value.Value.ToLong());

    public static short ToInt16(this Scalar value) => checked((short)value.Value.ToLong());

    public static int ToInt32(this Scalar value) => checked((int)value.Value.ToLong());

    public static long ToInt64(this Scalar value) => value.Value.ToLong();

    public static bool ToBoolean(this Scalar value) => value.Value.ToDouble() != 0;
}
