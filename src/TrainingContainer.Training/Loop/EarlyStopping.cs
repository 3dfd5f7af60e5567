using TrainingContainer.SageMaker;

namespace TrainingContainer.Training;

/// <summary>Follows the objective over the epochs: which was the best, and whether to give up.</summary>
/// <param name="settings">Patience and the least improvement.</param>
/// <param name="direction">Whether less or more is better.</param>
public sealed class EarlyStopping(EarlyStoppingSettings settings, MetricDirection direction)
{
    private double _reference = double.NaN;
    private int _epochsWithout;

    /// <summary>The epoch of the best value, 1-based; 0 before the first.</summary>
    public int BestEpoch { get; private set; }

    /// <summary>The best value; NaN before the first.</summary>
    public double Best { get; private set; } = double.NaN;

    /// <summary>True once the objective has not improved by min_delta for patience epochs.</summary>
    public bool ShouldStop => settings.Patience > 0 && _epochsWithout >= settings.Patience;

    /// <summary>Takes an epoch's value.</summary>
    /// <param name="epoch">1-based.</param>
    /// <param name="value">NaN never improves.</param>
    /// <returns>True when this epoch is the best so far.</returns>
    public bool Add(int epoch, double value)
    {
        if (Better(value, _reference, settings.MinDelta))
            (_reference, _epochsWithout) = (value, 0);
        else
            _epochsWithout++;
        if (BestEpoch > 0 && !Better(value, Best, 0))
            return false;
        (BestEpoch, Best) = (epoch, value);
        return true;
    }

    private bool Better(double value, double than, double by) =>
        !double.IsNaN(value) && (double.IsNaN(than) || (direction == MetricDirection.Maximize ? value > than + by : value < than - by));
}
