using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace TrainingContainer.Training;

/// <summary>
/// CRC-32C (Castagnoli, RFC 3720), as ext4 and S3 use it: the processor computes it at several GB/s, so that checking a checkpoint
/// takes less of the cores than writing it. It finds damage, not forgery.
/// </summary>
internal sealed class Crc32C
{
    /// <summary>Hexadecimal digits of <see cref="ToString"/>.</summary>
    public const int Digits = 8;

    private uint _register = ~0u;

    /// <summary>Goes on with these bytes.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var register = _register;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
            register = BitOperations.Crc32C(register, word);
        foreach (var last in bytes[(words.Length * sizeof(ulong))..])
            register = BitOperations.Crc32C(register, last);
        _register = register;
    }

    /// <summary>Of all bytes until now, as eight lower-case hexadecimal digits.</summary>
    public override string ToString() => (~_register).ToString("x8", CultureInfo.InvariantCulture);
}
