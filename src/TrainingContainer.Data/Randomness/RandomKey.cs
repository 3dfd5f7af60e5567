namespace TrainingContainer.Data;

/// <summary>
/// Names one stream of random draws. Everything random in a job is a function of such a key, so a resumed job needs no generator state to
/// draw what the uninterrupted one would have drawn.
/// </summary>
/// <param name="Value">64 well-mixed bits.</param>
public readonly record struct RandomKey(ulong Value)
{
    /// <summary>The key of (seed, purpose, epoch or step, rank): one Philox block, keyed by the seed, over the other three.</summary>
    /// <param name="seed">The job's seed, any value.</param>
    /// <param name="purpose">What is drawn.</param>
    /// <param name="epochOrStep">Which epoch or step it is drawn for, 0 where that makes no difference.</param>
    /// <param name="rank">Which host or device draws, 0 where all must draw the same.</param>
    public static RandomKey For(long seed, DrawPurpose purpose, long epochOrStep = 0, int rank = 0)
    {
        var block = Philox.Block((uint)epochOrStep, (uint)(epochOrStep >> 32), (uint)rank, (uint)purpose, (uint)seed, (uint)(seed >> 32));
        return new RandomKey(block.X0 | ((ulong)block.X1 << 32));
    }
}
