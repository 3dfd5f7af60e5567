using System.Globalization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// A range of whole numbers: IntegerParameterRange of the API. Each number n owns what lies between n - ½ and n + ½ on its scale, so that
/// all are equally likely on a linear one.
/// </summary>
internal sealed class IntegerParameterRange : ParameterRange
{
    private readonly long _min;
    private readonly long _max;
    private readonly UnitScale _scale;

    /// <summary>A range that has been checked.</summary>
    /// <param name="name">The hyperparameter.</param>
    /// <param name="min">The least value, at least -2^52.</param>
    /// <param name="max">The greatest value, at least <paramref name="min"/> and at most 2^52.</param>
    /// <param name="scaling">One that the values allow; not ReverseLogarithmic.</param>
    public IntegerParameterRange(string name, long min, long max, ParameterScaling scaling = ParameterScaling.Auto) : base(name)
    {
        _min = min;
        _max = max;
        Scaling = scaling == ParameterScaling.Auto ? UnitScale.Choose(min, max, continuous: false) : scaling;
        _scale = new UnitScale(min - 0.5, max + 0.5, Scaling);
    }

    /// <summary>The scaling in use, never Auto.</summary>
    public ParameterScaling Scaling { get; }

    /// <inheritdoc/>
    public override long? Count => _max - _min + 1;

    /// <inheritdoc/>
    public override string Decode(double unit) => At(unit).ToString(CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public override double? Encode(string value) =>
        long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) && number >= _min && number <= _max
            ? _scale.ToUnit(number)
            : null;

    /// <inheritdoc/>
    public override double Snap(double unit) => _scale.ToUnit(At(unit));

    private long At(double unit) => Math.Clamp((long)Math.Floor(_scale.FromUnit(unit) + 0.5), _min, _max);
}
