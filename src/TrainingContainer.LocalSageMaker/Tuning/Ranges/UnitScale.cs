namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// Maps a range of numbers to 0 … 1 so that its scaling becomes linear. Source of the scalings: "Define Hyperparameter Ranges" of the
/// SageMaker developer guide.
/// </summary>
internal readonly record struct UnitScale
{
    /// <summary>From this ratio of its ends on, a range that is scaled Auto is searched logarithmically: two orders of magnitude.</summary>
    internal const double LogarithmicRatioMin = 100;

    private readonly ParameterScaling _scaling;
    private readonly double _start;
    private readonly double _length;

    /// <summary>The scale of a range.</summary>
    /// <param name="min">Its least value.</param>
    /// <param name="max">Its greatest value, at least <paramref name="min"/>.</param>
    /// <param name="scaling">Not Auto; the range must be one that the scaling is made for.</param>
    public UnitScale(double min, double max, ParameterScaling scaling)
    {
        _scaling = scaling;
        _start = Straighten(min);
        _length = Straighten(max) - _start;
    }

    /// <summary>
    /// What Auto means for a range. The service does not tell its rule; here it is logarithmic when the range is above 0 and spans two
    /// orders of magnitude, reverse logarithmic when the distance to 1 does, and linear otherwise.
    /// </summary>
    /// <param name="min">The least value.</param>
    /// <param name="max">The greatest value.</param>
    /// <param name="continuous">Whether the range may be scaled reverse logarithmically.</param>
    public static ParameterScaling Choose(double min, double max, bool continuous)
    {
        if (min > 0 && max / min >= LogarithmicRatioMin)
            return ParameterScaling.Logarithmic;
        return continuous && min >= 0 && max < 1 && (1 - min) / (1 - max) >= LogarithmicRatioMin
            ? ParameterScaling.ReverseLogarithmic
            : ParameterScaling.Linear;
    }

    /// <summary>Where a value lies: 0 for the least, 1 for the greatest, 0.5 when the range has one value.</summary>
    /// <param name="value">A value of the range.</param>
    public double ToUnit(double value) => _length == 0 ? 0.5 : (Straighten(value) - _start) / _length;

    /// <summary>The value at a place, the inverse of <see cref="ToUnit"/> but for rounding.</summary>
    /// <param name="unit">0 to 1.</param>
    public double FromUnit(double unit)
    {
        double straight = _start + (unit * _length);
        return _scaling switch
        {
            ParameterScaling.Logarithmic => Math.Exp(straight),
            ParameterScaling.ReverseLogarithmic => -Math.Exp(-straight) + 1,
            _ => straight,
        };
    }

    private double Straighten(double value) => _scaling switch
    {
        ParameterScaling.Logarithmic => Math.Log(value),
        ParameterScaling.ReverseLogarithmic => -Math.Log(1 - value),
        _ => value,
    };
}
