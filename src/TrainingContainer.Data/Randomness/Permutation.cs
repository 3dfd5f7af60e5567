using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private const uint Multiplier0 = 0x9E3779B1;
    private const uint Multiplier1 = 0x85EBCA77;
    private const int FoldBits = 15;

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

            return (long)Walk(Network((uint)((ulong)index / _b), (uint)((ulong)index % _b)));
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

        int filled = FillVectors((uint)start, indexes);
        for (; filled < indexes.Length; filled++)
        {
            indexes[filled] = (int)this[start + filled];
        }
    }

    /// <summary>Eight positions at a time, as many as there are whole eights. Both halves are below 2^16 here.</summary>
    private int FillVectors(uint start, Span<int> indexes)
    {
        Vector256<uint> a = Vector256.Create(_a);
        Vector256<uint> b = Vector256.Create(_b);
        Vector256<uint> position = Vector256.Create(start) + Vector256<uint>.Indices;
        Vector256<uint> firstLeft = Divide(position, _b);
        Vector256<uint> firstRight = position - (firstLeft * b);
        Vector256<uint> leftStep = Vector256.Create((uint)Vector256<uint>.Count / _b);
        Vector256<uint> rightStep = Vector256.Create((uint)Vector256<uint>.Count % _b);
        Vector256<uint> length = Vector256.Create((uint)_length);
        int filled = 0;
        for (; filled <= indexes.Length - Vector256<uint>.Count; filled += Vector256<uint>.Count)
        {
            Vector256<uint> left = firstLeft;
            Vector256<uint> right = firstRight;
            for (int i = 0; i < Rounds.Count; i += 2)
            {
                left = AddModulo(left, Hash(right, _rounds[i], a), a);
                right = AddModulo(right, Hash(left, _rounds[i + 1], b), b);
            }

            Vector256<uint> value = (left * b) + right;
            value.AsInt32().CopyTo(indexes[filled..]);
            if (Vector256.GreaterThanOrEqualAny(value, length))
            {
                Walk(indexes.Slice(filled, Vector256<uint>.Count));
            }

            firstLeft += leftStep;
            firstRight += rightStep;
            Vector256<uint> wraps = Vector256.GreaterThanOrEqual(firstRight, b);
            firstRight -= wraps & b;
            firstLeft -= wraps;
        }

        return filled;
    }

    private void Walk(Span<int> indexes)
    {
        foreach (ref int index in indexes)
        {
            index = (int)Walk((uint)index);
        }
    }

    private ulong Walk(ulong value)
    {
        uint b = _b;
        while (value >= (ulong)_length)
        {
            value = Network((uint)(value / b), (uint)(value % b));
        }

        return value;
    }

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
    private static uint Hash(uint half, ulong key, uint radix)
    {
        uint x = (half + (uint)key) * Multiplier0;
        x = (x ^ (x >> FoldBits) ^ (uint)(key >> 32)) * Multiplier1;
        return (uint)(((ulong)x * radix) >> 32);
    }

    /// <summary>The same for eight halves; the radix is at most 2^16, so the product is made of two 32-bit ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> Hash(Vector256<uint> half, ulong key, Vector256<uint> radix)
    {
        Vector256<uint> x = (half + Vector256.Create((uint)key)) * Multiplier0;
        x = (x ^ (x >>> FoldBits) ^ Vector256.Create((uint)(key >> 32))) * Multiplier1;
        return (((x >>> 16) * radix) + (((x & Vector256.Create(0xFFFFu)) * radix) >>> 16)) >>> 16;
    }

    private static uint AddModulo(uint x, uint y, uint modulus)
    {
        ulong sum = (ulong)x + y;
        return (uint)(sum >= modulus ? sum - modulus : sum);
    }

    /// <summary>x + y modulo the modulus, which is at most 2^16: where nothing is to be subtracted, subtracting wraps to something greater.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> AddModulo(Vector256<uint> x, Vector256<uint> y, Vector256<uint> modulus) => Vector256.Min(x + y, x + y - modulus);

    private static Vector256<uint> Divide(Vector256<uint> values, uint divisor)
    {
        Vector256<uint> quotients = default;
        for (int i = 0; i < Vector256<uint>.Count; i++)
        {
            quotients = quotients.WithElement(i, values[i] / divisor);
        }

        return quotients;
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
