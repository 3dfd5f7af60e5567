using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>A tensor's bytes in host memory.</summary>
/// <param name="Entry">Its name, type, shape and length.</param>
/// <param name="Address">Where the bytes are, row-major.</param>
internal readonly record struct StateRegion(SafetensorsEntry Entry, nint Address)
{
    /// <summary>Slices of at most so many bytes, since a span has at most 2^31 numbers.</summary>
    private const long PieceBytes = 1L << 30;

    // all bits of the exponent: NaN or infinity
    private const uint Exponent = 0x7F80_0000;

    /// <summary>Whether float32 numbers are all finite; at the speed of memory.</summary>
    public unsafe bool IsFinite()
    {
        for (long start = 0; start < Entry.Length; start += PieceBytes)
        {
            var piece = new ReadOnlySpan<byte>((byte*)Address + start, (int)Math.Min(PieceBytes, Entry.Length - start));
            if (!AreFinite(MemoryMarshal.Cast<byte, uint>(piece)))
                return false;
        }
        return true;
    }

    private static bool AreFinite(ReadOnlySpan<uint> bits)
    {
        var (mask, other) = (new Vector<uint>(Exponent), Vector<uint>.Zero);
        var vectors = MemoryMarshal.Cast<uint, Vector<uint>>(bits);
        foreach (var vector in vectors)
            other |= Vector.Equals(vector & mask, mask);
        foreach (var number in bits[(vectors.Length * Vector<uint>.Count)..])
            if ((number & Exponent) == Exponent) return false;
        return other == Vector<uint>.Zero;
    }
}
