namespace TrainingContainer.SageMaker;

/// <summary>A finite number within a range: "0.001", "1e-05", "3". NaN and Infinity are refused, whatever the range.</summary>
public sealed class ContinuousHyperparameter : Hyperparameter<double>
{
    /// <summary>Declares a continuous hyperparameter.</summary>
    /// <param name="name">The name in hyperparameters.json.</param>
    /// <param name="default">The value when none is given; within the range.</param>
    /// <param name="min">The lower end of the range; negative infinity for none.</param>
    /// <param name="max">The upper end of the range; infinity for none.</param>
    /// <param name="minExclusive">Whether the lower end itself is refused.</param>
    /// <param name="maxExclusive">Whether the upper end itself is refused.</param>
    /// <exception cref="ArgumentException">The default lies outside the range, or the range is empty.</exception>
    public ContinuousHyperparameter(
        string name, double @default, double min, double max, bool minExclusive = false, bool maxExclusive = false)
        : base(name, @default)
    {
        Min = min;
        Max = max;
        MinExclusive = minExclusive;
        MaxExclusive = maxExclusive;
        if (!IsAllowed(@default))
            throw new ArgumentException($"hyperparameter {name}: found the default {NumberText.Of(@default)}, expected {Expected}");
    }

    /// <summary>The lower end of the range.</summary>
    public double Min { get; }

    /// <summary>The upper end of the range.</summary>
    public double Max { get; }

    /// <summary>Whether <see cref="Min"/> itself is refused.</summary>
    public bool MinExclusive { get; }

    /// <summary>Whether <see cref="Max"/> itself is refused.</summary>
    public bool MaxExclusive { get; }

    /// <summary>
    /// The scale on which to tune it: Auto, Linear, Logarithmic (the range must be above 0), ReverseLogarithmic (within [0, 1)).
    /// </summary>
    public string Scaling { get; init => field = TuningScaling.Checked(value); } = "Auto";

    /// <summary>The smallest value worth trying in tuning; null for <see cref="Min"/>.</summary>
    public double? TunableMin { get; init; }

    /// <summary>The largest value worth trying in tuning; null for <see cref="Max"/>.</summary>
    public double? TunableMax { get; init; }

    /// <inheritdoc/>
    public override string TypeName => "Continuous";

    /// <inheritdoc/>
    public override string RangeText => NumberRange.Text(Min, Max, MinExclusive, MaxExclusive);

    private string Expected => NumberRange.Expected(Min, Max, MinExclusive, MaxExclusive);

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out double result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        expected = Expected;
        if (NumberText.TryReadNumber(value.Text, out result) && IsAllowed(result))
        {
            if (StaysAsFloat(result)) return true;
            expected = $"{Expected} (training computes with 32 bits, which make {NumberText.Of((double)(float)result)} of it)";
        }
        result = Default;
        return false;
    }

    internal override string Canonical(double value) => NumberText.Of(value);

    /// <summary>
    /// Whether training, which computes with float32, sees a number of the range too: not 0 for 1e-46, nor 1 for 0.99999999.
    /// </summary>
    private bool StaysAsFloat(double value)
    {
        var single = (float)value;
        return float.IsFinite(single) && (single != 0 || value == 0)
            && !(MinExclusive && single == (float)Min) && !(MaxExclusive && single == (float)Max);
    }

    private bool IsAllowed(double value) =>
        double.IsFinite(value) && (MinExclusive ? value > Min : value >= Min) && (MaxExclusive ? value < Max : value <= Max);
}
