using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>
/// The metrics of all whole epochs, and what follows from them: the best values, the best epoch, and whether to give up. A resumed job
/// takes the numbers from its checkpoint, and all of that follows again.
/// </summary>
/// <param name="objective">Chooses the best epoch.</param>
/// <param name="settings">When to give up.</param>
public sealed class MetricHistory(Metric objective, EarlyStoppingSettings settings)
{
    private readonly EarlyStopping _progress = new(settings, objective.Direction);
    private readonly Dictionary<Metric, double> _bests = [];
    private readonly List<double[]> _epochs = [];
    private bool _isRestored;

    /// <summary>Names of the columns of <see cref="Values"/>; empty before the first epoch.</summary>
    public IReadOnlyList<string> Names { get; private set; } = [];

    /// <summary>A row for each epoch, one after the other.</summary>
    public double[] Values => [.. _epochs.SelectMany(values => values)];

    /// <summary>Whole epochs.</summary>
    public int Epochs => _epochs.Count;

    /// <summary>The best epoch, 1-based; 0 before the first.</summary>
    public int BestEpoch => _progress.BestEpoch;

    /// <summary>True once the objective has not improved for as long as it may.</summary>
    public bool ShouldStop => _progress.ShouldStop;

    /// <summary>Adds an epoch.</summary>
    /// <param name="metrics">
    /// The same metrics in every epoch, the objective among them. After those of a checkpoint there may be more, which a newer version of the program measures:
    /// they are NaN in the epochs before.
    /// </param>
    /// <returns>The same, each objective followed by its best so far; and whether the epoch is the best.</returns>
    /// <exception cref="ArgumentException">The metrics are others than before.</exception>
    /// <exception cref="JobInputException">One of the checkpoint's is missing, or they come in another order.</exception>
    public (IReadOnlyList<(Metric Metric, double Value)> Metrics, bool IsBest) Add(IReadOnlyList<(Metric Metric, double Value)> metrics)
    {
        string[] names = [.. metrics.Select(named => named.Metric.Name)];
        if (_epochs.Count > 0 && !names.SequenceEqual(Names) && !(_isRestored && TryWiden(names)))
        {
            var what = $"found the metrics {string.Join(", ", names)}, expected {string.Join(", ", Names)} as in the epochs before";
            throw _isRestored ? new JobInputException([new("checkpoint", what, "use the version of this program that wrote it, or an empty checkpoint folder")]) : new ArgumentException(what);
        }
        Names = names;
        _epochs.Add([.. metrics.Select(named => named.Value)]);
        var withBest = new List<(Metric, double)>();
        foreach (var (metric, value) in metrics)
        {
            withBest.Add((metric, value));
            if (metric.Objective)
                withBest.Add((metric.Best, BestOf(metric, value)));
        }
        return (withBest, _progress.Add(_epochs.Count, metrics.First(named => named.Metric.Name == objective.Name).Value));
    }

    /// <summary>Adds the epochs of a checkpoint.</summary>
    /// <param name="names">Names of metrics.</param>
    /// <param name="values">A row of them for each epoch.</param>
    /// <exception cref="InvalidDataException">A name is no metric of ours, or the rows are not whole.</exception>
    public void Restore(IReadOnlyList<string> names, ReadOnlySpan<double> values)
    {
        if (names.Count == 0 ? values.Length > 0 : values.Length % names.Count != 0 || !names.Contains(objective.Name))
            throw new InvalidDataException($"found a metric history of {values.Length} numbers for {names.Count} metrics");
        Metric[] metrics = [.. names.Select(name => TrainingMetrics.Catalog.Find(name) ?? throw new InvalidDataException($"found the metric {name} in the history, which this program does not know"))];
        for (var start = 0; start < values.Length; start += metrics.Length)
        {
            var row = values.Slice(start, metrics.Length).ToArray();
            Add([.. metrics.Select((metric, column) => (metric, row[column]))]);
        }
        _isRestored = true;
    }

    /// <summary>Gives the epochs so far a NaN for each metric that is new; false when the others are not the ones known, in their order.</summary>
    private bool TryWiden(string[] names)
    {
        var columns = new int[Names.Count];
        for (int known = 0, from = 0; known < columns.Length; known++, from++)
        {
            from = columns[known] = Array.IndexOf(names, Names[known], from);
            if (from < 0)
                return false;
        }
        for (var epoch = 0; epoch < _epochs.Count; epoch++)
        {
            var values = new double[names.Length];
            values.AsSpan().Fill(double.NaN);
            foreach (var (known, column) in columns.Index())
                values[column] = _epochs[epoch][known];
            _epochs[epoch] = values;
        }
        return true;
    }

    private double BestOf(Metric metric, double value)
    {
        if (!_bests.TryGetValue(metric, out var best) || double.IsNaN(best)
            || (metric.Direction == MetricDirection.Maximize ? value > best : value < best))
        {
            _bests[metric] = best = value;
        }
        return best;
    }
}
