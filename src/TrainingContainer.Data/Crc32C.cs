using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Data;

/// <summary>
/// CRC-32C (Castagnoli; RFC 3720, appendix B.4), as ext4 and S3 use it: the processor computes it at several GB/s. It finds damage, not forgery.
/// </summary>
public static class Crc32C
{
    /// <summary>The checksum of these bytes.</summary>
    public static uint Of(ReadOnlySpan<byte> bytes) => Add(0, bytes);

    /// <summary>Goes on from the checksum of what came before.</summary>
    /// <param name="checksum">Of the bytes before; 0 when there are none.</param>
    /// <param name="bytes">What follows.</param>
    public static uint Add(uint checksum, ReadOnlySpan<byte> bytes)
    {
        checksum = ~checksum;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (ulong word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (byte b in bytes[(sizeof(ulong) * words.Length)..])
        {
            checksum = BitOperations.Crc32C(checksum, b);
        }

        return ~checksum;
    }
}
