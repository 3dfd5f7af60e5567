using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>Takes floating-point numbers from their little-endian bytes.</summary>
internal static class FloatRun
{
    private const int InfinityBits = 0x7F800000;

    /// <summary>Copies float32 numbers.</summary>
    /// <param name="run">Their bytes, a multiple of 4.</param>
    /// <param name="elements">Receives them; at least as many.</param>
    /// <returns>How many there are.</returns>
    public static int Copy32(ReadOnlySpan<byte> run, Span<float> elements)
    {
        run.CopyTo(MemoryMarshal.AsBytes(elements));
        int count = run.Length / sizeof(float);
        if (!BitConverter.IsLittleEndian)
        {
            Span<int> bits = MemoryMarshal.Cast<float, int>(elements[..count]);
            BinaryPrimitives.ReverseEndianness(bits, bits);
        }

        return count;
    }

    /// <summary>Copies float64 numbers, each rounded to the nearest float32.</summary>
    /// <param name="run">Their bytes, a multiple of 8.</param>
    /// <param name="elements">Receives them; at least as many.</param>
    /// <returns>How many there are.</returns>
    public static int Copy64(ReadOnlySpan<byte> run, Span<float> elements)
    {
        int count = run.Length / sizeof(double);
        for (int i = 0; i < count; i++)
        {
            elements[i] = (float)BinaryPrimitives.ReadDoubleLittleEndian(run[(i * sizeof(double))..]);
        }

        return count;
    }

    /// <summary>Where the first infinite number stands; -1 when all are finite or NaN.</summary>
    public static int IndexOfInfinity(ReadOnlySpan<float> elements)
    {
        int i = 0;
        ReadOnlySpan<int> bits = MemoryMarshal.Cast<float, int>(elements);
        ref int start = ref MemoryMarshal.GetReference(bits);
        // four at a time: the answer is nearly always no
        for (; i <= bits.Length - (4 * Vector<int>.Count); i += 4 * Vector<int>.Count)
        {
            Vector<int> found = Infinities(ref start, i) | Infinities(ref start, i + Vector<int>.Count)
                | Infinities(ref start, i + (2 * Vector<int>.Count)) | Infinities(ref start, i + (3 * Vector<int>.Count));
            if (found != Vector<int>.Zero)
            {
                break;
            }
        }

        for (; i < elements.Length; i++)
        {
            if (float.IsInfinity(elements[i]))
            {
                return i;
            }
        }

        return -1;
    }

    private static Vector<int> Infinities(ref int bits, int index) =>
        Vector.Equals(Vector.LoadUnsafe(ref bits, (nuint)index) & new Vector<int>(int.MaxValue), new Vector<int>(InfinityBits));
}
