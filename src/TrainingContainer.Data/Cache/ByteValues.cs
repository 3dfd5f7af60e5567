using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>Features as bytes, and back.</summary>
internal static class ByteValues
{
    /// <summary>Makes bytes of features.</summary>
    /// <returns>False when some feature is not exactly a byte: a fraction, too large, missing, or -0.</returns>
    public static bool TryNarrow(ReadOnlySpan<float> features, Span<byte> bytes)
    {
        for (int i = 0; i < features.Length; i++)
        {
            byte narrow = (byte)(int)features[i];
            if (BitConverter.SingleToUInt32Bits(narrow) != BitConverter.SingleToUInt32Bits(features[i]))
            {
                return false;
            }

            bytes[i] = narrow;
        }

        return true;
    }

    /// <summary>Makes features of bytes.</summary>
    public static void Widen(ReadOnlySpan<byte> bytes, Span<float> features)
    {
        features = features[..bytes.Length];
        int i = 0;
        for (; i <= bytes.Length - Vector<byte>.Count; i += Vector<byte>.Count)
        {
            Vector.Widen(new Vector<byte>(bytes[i..]), out Vector<ushort> low, out Vector<ushort> high);
            Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(features.Slice(i, Vector<byte>.Count));
            Vector.Widen(low, out Vector<uint> first, out Vector<uint> second);
            wide[0] = Vector.ConvertToSingle(first.As<uint, int>());
            wide[1] = Vector.ConvertToSingle(second.As<uint, int>());
            Vector.Widen(high, out first, out second);
            wide[2] = Vector.ConvertToSingle(first.As<uint, int>());
            wide[3] = Vector.ConvertToSingle(second.As<uint, int>());
        }

        for (; i < bytes.Length; i++)
        {
            features[i] = bytes[i];
        }
    }
}
