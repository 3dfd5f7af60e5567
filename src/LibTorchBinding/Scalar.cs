using System.Runtime.InteropServices.Marshalling;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number as an operator's argument: float64, int64 or bool.</summary>
[NativeMarshalling(typeof(ScalarMarshaller))]
public sealed class Scalar : IDisposable
{
    internal Scalar(NativeScalar value) => Value = value;

    internal NativeScalar Value { get; }

    public torch.ScalarType Type => Value.Kind switch
    {
        NativeScalar.Double => torch.ScalarType.Float64,
        NativeScalar.Long => torch.ScalarType.Int64,
        _ => torch.ScalarType.Bool,
    };

    public static implicit operator Scalar(byte value) => value.ToScalar();

    public static implicit operator Scalar(sbyte value) => value.ToScalar();

    public static implicit operator Scalar(short value) => value.ToScalar();

    public static implicit operator Scalar(int value) => value.ToScalar();

    public static implicit operator Scalar(long value) => value.ToScalar();

    public static implicit operator Scalar(float value) => value.ToScalar();

    public static implicit operator Scalar(double value) => value.ToScalar();

    public static implicit operator Scalar(bool value) => value.ToScalar();

    public static implicit operator Scalar(Half value) => value.ToScalar();

    // A number owns nothing native here; TorchSharp's does.
    public void Dispose()
    {
    }
}
