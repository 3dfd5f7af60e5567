using System.Buffers.Binary;
using System.Text;

namespace Fuzz;

/// <summary>Makes an input out of others.</summary>
/// <param name="random">Draws.</param>
/// <param name="words">Texts that mean something to the target.</param>
internal sealed class Mutation(Random random, IReadOnlyList<string> words)
{
    private const int LengthMax = 1 << 16;
    private const int ChangesMax = 8;

    private static readonly long[] Numbers =
        [0, 1, -1, 2, 16, 64, 100, 127, 128, 255, 256, 1_024, 4_096, 32_767, 65_535, 65_536, 1 << 22, int.MaxValue, int.MinValue, uint.MaxValue, long.MaxValue, long.MinValue];

    /// <summary>A changed copy.</summary>
    /// <param name="input">Any bytes.</param>
    /// <param name="other">Another input, of which parts are taken.</param>
    public byte[] Of(byte[] input, byte[] other)
    {
        var bytes = new List<byte>(input);
        for (var changes = 1 + random.Next(ChangesMax); changes > 0; changes--)
            Change(bytes, other);
        return bytes.Count <= LengthMax ? [.. bytes] : [.. bytes.Take(LengthMax)];
    }

    private void Change(List<byte> bytes, byte[] other)
    {
        var at = random.Next(bytes.Count + 1);
        var length = Math.Min(1 + random.Next(random.Next(4) == 0 ? 256 : 8), bytes.Count - at);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.RemoveRange(at, length);
                break;
            case 3:
                bytes.InsertRange(at, bytes.GetRange(at, length));
                break;
            case 4 when other.Length > 0:
                var from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(1 + random.Next(64), other.Length - from)));
                break;
            case 5 when words.Count > 0:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(words[random.Next(words.Count)]));
                break;
            case 6:
                bytes.InsertRange(at, Encoding.UTF8.GetBytes(Numbers[random.Next(Numbers.Length)].ToString(System.Globalization.CultureInfo.InvariantCulture)));
                break;
            case 7:
                Overwrite(bytes, at);
                break;
            default:
                bytes.InsertRange(at, Enumerable.Range(0, 1 + random.Next(16)).Select(_ => (byte)random.Next(256)));
                break;
        }
    }

    private void Overwrite(List<byte> bytes, int at)
    {
        Span<byte> number = stackalloc byte[sizeof(long)];
        if (random.Next(2) == 0)
            BinaryPrimitives.WriteInt64LittleEndian(number, Numbers[random.Next(Numbers.Length)]);
        else
            BinaryPrimitives.WriteInt64BigEndian(number, Numbers[random.Next(Numbers.Length)]);
        number = number[..(1 << random.Next(4))];
        for (var i = 0; i < number.Length && at + i < bytes.Count; i++)
            bytes[at + i] = number[i];
    }
}
