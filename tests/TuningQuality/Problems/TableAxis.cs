using System.Globalization;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>A hyperparameter of a table: the values for which there are jobs.</summary>
internal sealed class TableAxis
{
    private static readonly string[] Continuous = ["learning_rate", "dropout", "weight_decay"];
    private readonly Dictionary<string, int> _indexes;
    private readonly double[]? _places;
    private readonly bool _logarithmic;

    /// <summary>An axis of a table.</summary>
    /// <param name="name">The hyperparameter.</param>
    /// <param name="values">Its values, each once.</param>
    /// <param name="categorical">Whether it is searched as a list of values even where it is a number.</param>
    public TableAxis(string name, string[] values, bool categorical)
    {
        _indexes = values.Index().ToDictionary(pair => pair.Item, pair => pair.Index);
        if (categorical || !Continuous.Contains(name))
        {
            Range = new CategoricalParameterRange(name, values);
            return;
        }

        double[] numbers = [.. values.Select(Number)];
        var range = new ContinuousParameterRange(name, numbers.Min(), numbers.Max());
        _logarithmic = range.Scaling == ParameterScaling.Logarithmic;
        _places = [.. numbers.Select(Place)];
        Range = range;
    }

    /// <summary>How many values it has.</summary>
    public int Count => _indexes.Count;

    /// <summary>What a strategy searches.</summary>
    public ParameterRange Range { get; }

    /// <summary>The place of the value that is nearest to the configuration's, on a logarithmic scale where the range has one.</summary>
    /// <param name="configuration">One of the space.</param>
    public int Nearest(Configuration configuration)
    {
        string value = configuration[Range.Name];
        if (_places is null)
            return _indexes[value];
        double place = Place(Number(value));
        return Enumerable.Range(0, _places.Length).MinBy(i => Math.Abs(_places[i] - place));
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    private double Place(double number) => _logarithmic ? Math.Log(number) : number;
}
