namespace TrainingContainer.Data;

/// <summary>Counts and measures the rows of a stream that are not kept.</summary>
internal sealed class StreamTally
{
    private readonly StatisticsBuilder _features;
    private readonly StatisticsBuilder _numbers = new(1);
    private readonly List<long> _ofClass = [];
    private readonly LabelKind _kind;
    private long _rows;

    private StreamTally(int features, LabelKind kind) => (_features, _kind) = (new StatisticsBuilder(features), kind);

    /// <summary>Begins with rows that were kept until now.</summary>
    public static StreamTally Of(FeatureMatrix features, ReadOnlySpan<float> labels, LabelKind kind)
    {
        var tally = new StreamTally(features.ColumnCount, kind);
        for (int row = 0; row < labels.Length; row++)
        {
            tally.Add(features.Row(row), labels.Slice(row, 1));
        }

        return tally;
    }

    /// <summary>Adds rows.</summary>
    public void Add(ReadOnlySpan<float> features, ReadOnlySpan<float> labels)
    {
        _features.Append(features);
        _rows += labels.Length;
        if (_kind == LabelKind.Number)
        {
            _numbers.Append(labels);
        }

        if (_kind != LabelKind.Class)
        {
            return;
        }

        foreach (float label in labels)
        {
            while (_ofClass.Count <= (int)label)
            {
                _ofClass.Add(0);
            }

            _ofClass[(int)label]++;
        }
    }

    /// <summary>What all rows give.</summary>
    /// <param name="classes">The classes, where they were known.</param>
    /// <param name="found">Those that were found, where not.</param>
    /// <param name="groups">As for <see cref="FeatureStatistics.Of"/>.</param>
    public ChannelStatistics Finish(IReadOnlyList<string>? classes, FoundClasses? found, int? groups)
    {
        int[] classOf = [.. Enumerable.Range(0, _ofClass.Count)];
        IReadOnlyList<string> names = _kind != LabelKind.Class ? [] : found is null ? classes! : found.Order(classOf);
        var counts = new long[names.Count];
        for (int i = 0; i < _ofClass.Count; i++)
        {
            counts[classOf[i]] += _ofClass[i];
        }

        ColumnMoments numbers = _numbers.Moments();
        double deviation = _kind == LabelKind.Number ? Math.Sqrt(numbers.SquaredDeviations[0] / numbers.Counts[0]) : 0;
        return new ChannelStatistics(_rows, names, counts, _features.Finish(groups), numbers.Means[0], deviation > 0 ? deviation : 1);
    }
}
