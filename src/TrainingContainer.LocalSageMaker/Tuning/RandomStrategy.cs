using TrainingContainer.Data;

namespace TrainingContainer.LocalSageMaker;

/// <summary>Each configuration is drawn uniformly from the (scaled) ranges, independent of all results; none is tried twice.</summary>
/// <param name="space">What is searched.</param>
/// <param name="seed">RandomSeed of the tuning job.</param>
/// <param name="tried">Configurations of parent jobs on the same data, which need not be tried again.</param>
internal sealed class RandomStrategy(SearchSpace space, long seed, IReadOnlyCollection<Configuration>? tried = null) : ITuningStrategy
{
    /// <summary>So often a configuration that was tried before is drawn again. A space in which that does not help is all but used up.</summary>
    private const int DrawsMax = 1000;

    /// <inheritdoc/>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials)
    {
        var used = trials.Select(trial => trial.Configuration).Concat(tried ?? []).ToHashSet();
        var random = new KeyedRandom(RandomKey.For(seed, DrawPurpose.Tuning, trials.Count));
        for (int draw = 0; draw < DrawsMax; draw++)
        {
            var configuration = space.Draw(ref random);
            if (!used.Contains(configuration))
                return configuration;
        }

        return null;
    }
}
