using MathNet.Numerics.Distributions;
using MathNet.Numerics.Statistics;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// A rising map that leaves the better half of losses as they are and places the worse half by rank alone, as far above the median as a normal
/// distribution would that has the better half's deviation from it (where that is 0, the worst loss's). A diverging job may report 10^30, and how bad a bad configuration is tells
/// nothing about the good ones; but next to such a value all others would look the same. Source: Song and others, "The Vizier Gaussian process
/// bandit algorithm", 2024, half-rank warping.
/// </summary>
internal sealed class HalfRank
{
    private readonly double[] _sorted;
    private readonly double _median;
    private readonly double _deviation;

    /// <summary>Fits the map to losses.</summary>
    /// <param name="losses">At least one, finite.</param>
    public HalfRank(IEnumerable<double> losses)
    {
        _sorted = [.. losses.Order()];
        _median = _sorted.Median();
        _deviation = Math.Sqrt(_sorted.TakeWhile(loss => loss <= _median).Average(loss => (loss - _median) * (loss - _median)));
        if (_deviation == 0)
            _deviation = _sorted[^1] - _median;
    }

    /// <summary>The mapped loss.</summary>
    /// <param name="loss">Any loss; of one that was not seen, the rank is that among those that were.</param>
    public double Map(double loss)
    {
        if (loss <= _median)
            return loss;
        double place = _sorted.Count(other => other < loss) + (_sorted.Count(other => other == loss) / 2.0);
        return _median + (_deviation * Normal.InvCDF(0, 1, Math.Min(place, _sorted.Length - 0.5) / _sorted.Length));
    }
}
