using System.Globalization;
using TrainingContainer.LocalSageMaker;

namespace TuningQuality;

/// <summary>
/// The digits sample, learned by this program's mlp: a table holds a metric after each epoch for every point of a grid (tests/TuningTables
/// trains them). Hyperparameters between the points get what the nearest point has.
/// </summary>
internal sealed class TableProblem : Problem
{
    private readonly TableAxis[] _axes;
    private readonly Dictionary<string, double[]> _curves = [];

    private TableProblem(TableAxis[] axes) => _axes = axes;

    /// <summary>The best value of any job after any epoch, since a job may be stopped there.</summary>
    public override double Optimum => _curves.Values.SelectMany(curve => curve).Where(double.IsFinite).MinBy(value => Objective.Loss(value));

    /// <summary>Reads a table: the hyperparameters' columns, then for each measure a column for each epoch: loss1, loss2, …</summary>
    /// <param name="file">The CSV file, beside the program.</param>
    /// <param name="group">Which problems it is summed up with.</param>
    /// <param name="name">As in the result.</param>
    /// <param name="jobs">The budget, in whole jobs.</param>
    /// <param name="measure">loss, or accuracy, which stands in the table in 1/10,000.</param>
    /// <param name="best">Whether the objective is the best value so far (validation:loss:best) and not the last (validation:loss).</param>
    /// <param name="categorical">Whether all ranges are lists of values, as Grid needs.</param>
    public static TableProblem Read(
        string file, string group, string name, int jobs, string measure = "accuracy", bool best = false, bool categorical = false)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(AppContext.BaseDirectory, file)).Select(Fields)];
        string[] header = rows[0];
        int[] columns = [.. Enumerable.Range(0, header.Length).Where(i => header[i].StartsWith(measure, StringComparison.Ordinal) && char.IsDigit(header[i][^1]))];
        TableAxis[] axes = [.. header.TakeWhile(column => !char.IsDigit(column[^1]))
            .Select((column, i) => new TableAxis(column, [.. rows.Skip(1).Select(row => row[i]).Distinct()], categorical))];
        var objective = measure == "loss" ? ObjectiveType.Minimize : ObjectiveType.Maximize;
        var problem = new TableProblem(axes)
        {
            Group = group,
            Name = name,
            Jobs = jobs,
            Epochs = columns.Length,
            Objective = objective,
            Space = new SearchSpace([.. axes.Select(axis => axis.Range)]),
        };
        foreach (string[] row in rows.Skip(1))
        {
            double[] curve = [.. columns.Select(column => double.Parse(row[column], CultureInfo.InvariantCulture) / (measure == "loss" ? 1 : 10_000))];
            for (int i = 1; best && i < curve.Length; i++)
            {
                // What is no number is neither better nor worse: the job fails there.
                if (objective.IsBetter(curve[i - 1], curve[i]))
                    curve[i] = curve[i - 1];
            }

            var point = new Configuration(axes.Select((axis, i) => KeyValuePair.Create(axis.Range.Name, row[i])));
            problem._curves.Add(problem.Key(point), curve);
        }

        if (problem._curves.Count != axes.Aggregate(1, (count, axis) => count * axis.Count))
            throw new InvalidDataException($"{file} has {problem._curves.Count} points, which is no whole grid: let TuningTables finish.");
        return problem;
    }

    /// <inheritdoc/>
    public override double Value(Configuration configuration, int epoch) => _curves[Key(configuration)][epoch - 1];

    private string Key(Configuration configuration) => string.Join(' ', _axes.Select(axis => axis.Nearest(configuration)));

    /// <summary>The fields of a line. Quoted are those with commas, such as the widths of two layers; none has quotes inside.</summary>
    private static string[] Fields(string line) =>
        [.. line.Split('"').SelectMany((part, i) => i % 2 == 1 ? [part] : part.Trim(',').Split(',', StringSplitOptions.RemoveEmptyEntries))];
}
