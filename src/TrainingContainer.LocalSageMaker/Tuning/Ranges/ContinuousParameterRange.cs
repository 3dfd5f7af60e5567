using System.Globalization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>A range of real numbers: ContinuousParameterRange of the API.</summary>
internal sealed class ContinuousParameterRange : ParameterRange
{
    private readonly double _min;
    private readonly double _max;
    private readonly UnitScale _scale;

    /// <summary>A range that has been checked.</summary>
    /// <param name="name">The hyperparameter.</param>
    /// <param name="min">The least value, finite.</param>
    /// <param name="max">The greatest value, finite and at least <paramref name="min"/>.</param>
    /// <param name="scaling">One that the values allow.</param>
    public ContinuousParameterRange(string name, double min, double max, ParameterScaling scaling = ParameterScaling.Auto) : base(name)
    {
        _min = min;
        _max = max;
        Scaling = scaling == ParameterScaling.Auto ? UnitScale.Choose(min, max, continuous: true) : scaling;
        _scale = new UnitScale(min, max, Scaling);
    }

    /// <summary>The scaling in use, never Auto.</summary>
    public ParameterScaling Scaling { get; }

    /// <inheritdoc/>
    public override long? Count => _min == _max ? 1 : null;

    /// <inheritdoc/>
    public override string Decode(double unit) => PlainNumber.Format(unit switch
    {
        <= 0 => _min,
        >= 1 => _max,
        _ => Math.Clamp(_scale.FromUnit(unit), _min, _max),
    });

    /// <inheritdoc/>
    public override double? Encode(string value) =>
        double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && number >= _min && number <= _max
            ? _scale.ToUnit(number)
            : null;

    /// <inheritdoc/>
    public override double Snap(double unit) => _min == _max ? 0.5 : Math.Clamp(unit, 0, 1);
}
