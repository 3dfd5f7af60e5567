using System.Runtime.CompilerServices;

namespace TrainingContainer.Data;

/// <summary>
/// A keyed permutation of 0 … length-1 that finds any element without the others, in constant time and memory.
/// <para>
/// Up to 16 elements it is a Fisher-Yates shuffle, kept as 16 nibbles: every order is equally likely. Above, it is a generalized Feistel
/// network (Black and Rogaway, "Ciphers with arbitrary finite domains", 2002): an index is split into a pair (left, right) of the mixed
/// radix a × b with a = ⌈√length⌉ and b = ⌈length / a⌉; eight rounds add a keyed hash of one half to the other, modulo its radix. The few
/// pairs beyond the length (at most one row of the grid) walk on until they land inside, which keeps it a bijection.
/// </para>
/// </summary>
public readonly struct Permutation
{
    private const int SmallLengthMax = 16;

    private readonly long _length;
    private readonly ulong _small;
    private readonly uint _a;
    private readonly uint _b;
    private readonly Rounds _rounds;

    /// <summary>The permutation of a key.</summary>
    /// <param name="key">Which permutation.</param>
    /// <param name="length">Elements, 0 to 2^62.</param>
    public Permutation(RandomKey key, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, 1L << 62);
        _length = length;
        var random = new KeyedRandom(key);
        if (length <= SmallLengthMax)
        {
            _small = Shuffle((int)length, ref random);
            return;
        }

        _a = CeilingSquareRoot((ulong)length);
        _b = (uint)(((ulong)length + _a - 1) / _a);
        for (int i = 0; i < Rounds.Count; i++)
        {
            _rounds[i] = random.NextUInt32() | ((ulong)random.NextUInt32() << 32);
        }
    }

    /// <summary>The element at a position.</summary>
    /// <param name="index">0 to length-1.</param>
    public long this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)_length, nameof(index));
            if (_length <= SmallLengthMax)
            {
                return (long)(_small >> (4 * (int)index)) & 15;
            }

            uint b = _b;
            ulong value = (ulong)index;
            do
            {
                value = Network((uint)(value / b), (uint)(value % b));
            }
            while (value >= (ulong)_length);

            return (long)value;
        }
    }

    /// <summary>The elements at consecutive positions.</summary>
    /// <param name="start">The first position.</param>
    /// <param name="indexes">Receives the elements; the positions must exist and the length be at most 2^31.</param>
    public void Fill(long start, Span<int> indexes)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((ulong)start, (ulong)_length, nameof(start));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(indexes.Length, _length - start, nameof(indexes));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(_length, 1L << 31, nameof(indexes));
        if (_length <= SmallLengthMax)
        {
            for (int i = 0; i < indexes.Length; i++)
            {
                indexes[i] = (int)(_small >> (4 * ((int)start + i))) & 15;
            }

            return;
        }

        uint left = (uint)((ulong)start / _b);
        uint right = (uint)((ulong)start % _b);
        for (int i = 0; i < indexes.Length; i++)
        {
            ulong value = Network(left, right);
            while (value >= (ulong)_length)
            {
                value = Network((uint)(value / _b), (uint)(value % _b));
            }

            indexes[i] = (int)value;
            if (++right == _b)
            {
                right = 0;
                left++;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong Network(uint left, uint right)
    {
        uint a = _a;
        uint b = _b;
        for (int i = 0; i < Rounds.Count; i += 2)
        {
            left = AddModulo(left, Hash(right, _rounds[i], a), a);
            right = AddModulo(right, Hash(left, _rounds[i + 1], b), b);
        }

        return ((ulong)left * b) + right;
    }

    /// <summary>A keyed hash of a half, scaled to 0 … radix-1: multiply, fold the strong high bits down, multiply again.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Hash(uint half, ulong key, uint radix)
    {
        ulong x = (half + key) * 0x9E3779B97F4A7C15;
        x ^= x >> 32;
        x *= 0xD6E8FEB86659FD93;
        return (uint)(((x >> 32) * radix) >> 32);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint AddModulo(uint x, uint y, uint modulus)
    {
        ulong sum = (ulong)x + y;
        return (uint)(sum >= modulus ? sum - modulus : sum);
    }

    private static ulong Shuffle(int length, ref KeyedRandom random)
    {
        ulong nibbles = 0xFEDCBA9876543210;
        for (int i = length - 1; i > 0; i--)
        {
            int j = random.NextInt32(i + 1);
            ulong difference = ((nibbles >> (4 * i)) ^ (nibbles >> (4 * j))) & 15;
            nibbles ^= (difference << (4 * i)) ^ (difference << (4 * j));
        }

        return nibbles;
    }

    private static uint CeilingSquareRoot(ulong value)
    {
        ulong root = (ulong)Math.Sqrt(value);
        while (root * root < value)
        {
            root++;
        }

        while ((root - 1) * (root - 1) >= value)
        {
            root--;
        }

        return (uint)root;
    }

    [InlineArray(Count)]
    private struct Rounds
    {
        public const int Count = 8;
        private ulong _first;
    }
}
