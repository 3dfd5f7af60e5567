namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Every combination once, the last range changing fastest. The service takes categorical ranges only, and ranges × values decide how many
/// jobs there are (HyperParameterTuningJobStrategyType of the API).
/// </summary>
/// <param name="ranges">The ranges, at least one.</param>
internal sealed class GridStrategy(IReadOnlyList<CategoricalParameterRange> ranges) : ITuningStrategy
{
    /// <summary>How many combinations there are, which is how many jobs the tuning job creates.</summary>
    public double Count => ranges.Aggregate(1.0, (count, range) => count * range.Values.Count);

    /// <inheritdoc/>
    public Configuration? Next(IReadOnlyList<TuningTrial> trials)
    {
        long index = trials.Count;
        if (index >= Count)
            return null;
        var values = new KeyValuePair<string, string>[ranges.Count];
        for (int i = ranges.Count - 1; i >= 0; i--)
        {
            var range = ranges[i];
            values[i] = new(range.Name, range.Values[(int)(index % range.Values.Count)]);
            index /= range.Values.Count;
        }

        return new Configuration(values);
    }
}
