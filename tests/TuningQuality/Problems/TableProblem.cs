using System.Globalization;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>
/// The digits sample, learned by this program's mlp: mlp_digits.csv holds validation:accuracy after each epoch for every point of a grid
/// (make_table.py trains them). Hyperparameters between the points get what the nearest point has, on a logarithmic scale where theirs is.
/// </summary>
internal sealed class TableProblem : Problem
{
    private readonly Dictionary<(int, int, int, int), double[]> _curves = [];
    private readonly double[] _rates;
    private readonly string[] _layers;
    private readonly double[] _dropouts;
    private readonly string[] _batches;

    private TableProblem(string[][] rows)
    {
        _rates = [.. rows.Select(row => double.Parse(row[0], CultureInfo.InvariantCulture)).Distinct()];
        _layers = [.. rows.Select(row => row[1]).Distinct()];
        _dropouts = [.. rows.Select(row => double.Parse(row[2], CultureInfo.InvariantCulture)).Distinct()];
        _batches = [.. rows.Select(row => row[3]).Distinct()];
        foreach (string[] row in rows)
        {
            var point = (Nearest(_rates, row[0], Math.Log), Array.IndexOf(_layers, row[1]), Nearest(_dropouts, row[2], x => x),
                Array.IndexOf(_batches, row[3]));
            _curves.Add(point, [.. row.Skip(4).Select(value => double.Parse(value, CultureInfo.InvariantCulture) / 10_000)]);
        }

        if (_curves.Count != _rates.Length * _layers.Length * _dropouts.Length * _batches.Length)
            throw new InvalidDataException($"The table has {_curves.Count} points, which is no whole grid: let make_table.py finish.");
        Optimum = _curves.Values.Max(curve => curve[^1]);
    }

    /// <inheritdoc/>
    public override double Optimum { get; }

    /// <summary>Reads the table.</summary>
    /// <param name="path">The CSV file.</param>
    /// <param name="name">As in the result.</param>
    /// <param name="jobs">The budget, in whole jobs.</param>
    /// <param name="categorical">Whether all ranges are lists of values, as Grid needs.</param>
    public static TableProblem Read(string path, string name, int jobs, bool categorical)
    {
        string[][] rows = [.. File.ReadLines(path).Skip(1).Select(Fields)];
        string[] Column(int index) => [.. rows.Select(row => row[index]).Distinct()];
        double[] rates = [.. Column(0).Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        double[] dropouts = [.. Column(2).Select(value => double.Parse(value, CultureInfo.InvariantCulture))];
        return new TableProblem(rows)
        {
            Name = name,
            Jobs = jobs,
            Epochs = rows[0].Length - 4,
            Objective = ObjectiveType.Maximize,
            Space = new SearchSpace(
            [
                categorical ? new CategoricalParameterRange("learning_rate", Column(0))
                    : new ContinuousParameterRange("learning_rate", rates.Min(), rates.Max()),
                new CategoricalParameterRange("hidden_layers", Column(1)),
                categorical ? new CategoricalParameterRange("dropout", Column(2))
                    : new ContinuousParameterRange("dropout", dropouts.Min(), dropouts.Max(), ParameterScaling.Linear),
                new CategoricalParameterRange("batch_size", Column(3)),
            ]),
        };
    }

    /// <inheritdoc/>
    public override double Value(Configuration configuration, int epoch) => _curves[(
        Nearest(_rates, configuration["learning_rate"], Math.Log), Array.IndexOf(_layers, configuration["hidden_layers"]),
        Nearest(_dropouts, configuration["dropout"], x => x), Array.IndexOf(_batches, configuration["batch_size"]))][epoch - 1];

    private static int Nearest(double[] values, string text, Func<double, double> scale)
    {
        double place = scale(double.Parse(text, CultureInfo.InvariantCulture));
        return Enumerable.Range(0, values.Length).MinBy(i => Math.Abs(scale(values[i]) - place));
    }

    /// <summary>The fields of a line; those of hidden_layers have no comma inside.</summary>
    private static string[] Fields(string line) => line.Split(',');
}
