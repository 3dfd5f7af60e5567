namespace TrainingContainer.Data;

/// <summary>
/// A stream of random numbers that is a pure function of its key (Philox4x32-10, counter based). A value type: copying it forks the stream
/// at its current position.
/// </summary>
public struct KeyedRandom
{
    private readonly ulong _key;
    private ulong _counter;
    private uint _x1, _x2, _x3;
    private int _left;

    /// <summary>The stream of a key, from its start.</summary>
    /// <param name="key">Which stream.</param>
    public KeyedRandom(RandomKey key) => _key = key.Value;

    /// <summary>32 uniform bits.</summary>
    public uint NextUInt32()
    {
        switch (_left)
        {
            case 3: _left = 2; return _x1;
            case 2: _left = 1; return _x2;
            case 1: _left = 0; return _x3;
            default:
                (uint x0, _x1, _x2, _x3) = Philox.Block((uint)_counter, (uint)(_counter >> 32), 0, 0, (uint)_key, (uint)(_key >> 32));
                _counter++;
                _left = 3;
                return x0;
        }
    }

    /// <summary>A uniform number in [0, 1) with 53 random bits.</summary>
    public double NextDouble()
    {
        ulong high = NextUInt32() >> 5;
        ulong low = NextUInt32() >> 6;
        return ((high << 26) | low) * (1.0 / (1UL << 53));
    }

    /// <summary>A uniform number in [0, 1) with 24 random bits.</summary>
    public float NextSingle() => (NextUInt32() >> 8) * (1f / (1 << 24));

    /// <summary>A uniform integer, without bias (Lemire, "Fast random integer generation in an interval", 2019).</summary>
    /// <param name="maxExclusive">The end of the range, at least 1.</param>
    /// <returns>0 to <paramref name="maxExclusive"/> - 1.</returns>
    public int NextInt32(int maxExclusive)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxExclusive, 1);
        ulong product = (ulong)NextUInt32() * (uint)maxExclusive;
        if ((uint)product < (uint)maxExclusive)
        {
            uint threshold = (uint)-maxExclusive % (uint)maxExclusive;
            while ((uint)product < threshold)
            {
                product = (ulong)NextUInt32() * (uint)maxExclusive;
            }
        }

        return (int)(product >> 32);
    }
}
