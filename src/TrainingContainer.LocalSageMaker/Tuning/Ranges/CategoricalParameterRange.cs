using System.Globalization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>
/// A list of values: CategoricalParameterRange of the API. Where all are numbers that rise or fall (batch sizes, say), their order means
/// something: then neighbours are alike, each one step apart; otherwise any two values are equally unlike.
/// </summary>
internal sealed class CategoricalParameterRange : ParameterRange
{
    private readonly string[] _values;

    /// <summary>A range that has been checked.</summary>
    /// <param name="name">The hyperparameter.</param>
    /// <param name="values">1 to 30 different values.</param>
    public CategoricalParameterRange(string name, IEnumerable<string> values) : base(name)
    {
        _values = [.. values];
        IsNominal = !AreOrderedNumbers(_values);
    }

    /// <summary>The values, in the order in which they were given.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <inheritdoc/>
    public override bool IsNominal { get; }

    /// <inheritdoc/>
    public override long? Count => _values.Length;

    /// <inheritdoc/>
    public override string Decode(double unit) => _values[At(unit)];

    /// <inheritdoc/>
    public override double? Encode(string value)
    {
        int index = Array.IndexOf(_values, value);
        return index < 0 ? null : Middle(index);
    }

    /// <inheritdoc/>
    public override double Snap(double unit) => Middle(At(unit));

    private int At(double unit) => Math.Clamp((int)(unit * _values.Length), 0, _values.Length - 1);

    private double Middle(int index) => (index + 0.5) / _values.Length;

    private static bool AreOrderedNumbers(string[] values)
    {
        var numbers = new double[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            // Quotes are what the Python SDK adds for framework estimators; brackets make a list of one number, as of layers' widths.
            if (!double.TryParse(values[i].Trim('"', '[', ']'), NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
                return false;
        }

        var steps = numbers.Zip(numbers.Skip(1), (first, second) => Math.Sign(second - first)).Distinct().ToArray();
        return values.Length > 2 && steps is [not 0];
    }
}
