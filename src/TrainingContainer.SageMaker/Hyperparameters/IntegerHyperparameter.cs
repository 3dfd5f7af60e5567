namespace TrainingContainer.SageMaker;

/// <summary>An integer within a range. "20.0" and "2e1" are integers too; "20.5", "1,000" and "0x10" are not.</summary>
public sealed class IntegerHyperparameter : Hyperparameter<long>
{
    /// <summary>Declares an integer hyperparameter.</summary>
    /// <param name="name">The name in hyperparameters.json.</param>
    /// <param name="default">The value when none is given; within the range.</param>
    /// <param name="min">The smallest value allowed.</param>
    /// <param name="max">The largest value allowed.</param>
    /// <exception cref="ArgumentException">The default lies outside the range, or the range is empty.</exception>
    public IntegerHyperparameter(string name, long @default, long min, long max)
        : base(name, @default)
    {
        if (@default < min || @default > max)
            throw new ArgumentException($"hyperparameter {name}: found the default {@default}, expected {NumberRange.Expected(min, max)}");
        Min = min;
        Max = max;
    }

    /// <summary>The smallest value allowed.</summary>
    public long Min { get; }

    /// <summary>The largest value allowed.</summary>
    public long Max { get; }

    /// <summary>The scale on which to tune it: Auto, Linear, Logarithmic (the range must be above 0).</summary>
    public string Scaling { get; init => field = TuningScaling.Checked(value); } = "Auto";

    /// <summary>The smallest value worth trying in tuning; null for <see cref="Min"/>.</summary>
    public long? TunableMin { get; init; }

    /// <summary>The largest value worth trying in tuning; null for <see cref="Max"/>.</summary>
    public long? TunableMax { get; init; }

    /// <inheritdoc/>
    public override string TypeName => "Integer";

    /// <inheritdoc/>
    public override string RangeText => NumberRange.Text(Min, Max);

    /// <inheritdoc/>
    public override bool TryRead(DecodedValue value, out long result, out string expected)
    {
        ArgumentNullException.ThrowIfNull(value);
        expected = NumberRange.Expected(Min, Max);
        if (NumberText.TryReadInteger(value.Text, out result) && result >= Min && result <= Max) return true;
        result = Default;
        return false;
    }

    internal override string Canonical(long value) => NumberText.Of(value);
}
