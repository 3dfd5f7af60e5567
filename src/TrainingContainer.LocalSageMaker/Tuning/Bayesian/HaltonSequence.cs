using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Points that fill the cube more evenly than random ones: coordinate j is the index, its digits in the j-th prime mirrored at the point, each
/// digit shuffled by a keyed permutation. Source: Owen, "A randomized Halton algorithm in R", 2017.
/// </summary>
internal sealed class HaltonSequence
{
    /// <summary>Digits beyond this fraction change nothing.</summary>
    private const double Precision = 1e-9;

    private readonly int[][][] _digits;

    /// <summary>The sequence of a key.</summary>
    /// <param name="dimensions">How many coordinates a point has, at least 1.</param>
    /// <param name="random">Where the permutations come from; a copy is drawn from.</param>
    public HaltonSequence(int dimensions, KeyedRandom random)
    {
        _digits = new int[dimensions][][];
        int prime = 1;
        for (int d = 0; d < dimensions; d++)
        {
            prime = NextPrime(prime);
            int levels = (int)Math.Ceiling(-Math.Log(Precision) / Math.Log(prime));
            _digits[d] = new int[levels][];
            for (int level = 0; level < levels; level++)
            {
                _digits[d][level] = Shuffled(prime, ref random);
            }
        }
    }

    /// <summary>One point.</summary>
    /// <param name="index">Its place in the sequence, from 0.</param>
    /// <param name="point">Receives the coordinates, each in [0, 1).</param>
    public void Point(int index, Span<double> point)
    {
        for (int d = 0; d < _digits.Length; d++)
        {
            int prime = _digits[d][0].Length;
            int rest = index;
            double coordinate = 0, place = 1;
            foreach (int[] digits in _digits[d])
            {
                place /= prime;
                coordinate += place * digits[rest % prime];
                rest /= prime;
            }

            point[d] = Math.Min(coordinate, 1 - Precision);
        }
    }

    private static int[] Shuffled(int count, ref KeyedRandom random)
    {
        int[] digits = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = random.NextInt32(i + 1);
            (digits[i], digits[j]) = (digits[j], digits[i]);
        }

        return digits;
    }

    private static int NextPrime(int after)
    {
        int candidate = after + 1;
        while (Enumerable.Range(2, Math.Max(0, (int)Math.Sqrt(candidate) - 1)).Any(divisor => candidate % divisor == 0))
        {
            candidate++;
        }

        return candidate;
    }
}
