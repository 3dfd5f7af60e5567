using System.Diagnostics;
using TuningTables;

// Of one seed alone, chance would decide among the best.
int[] seeds = [1, 2, 3];

if (args is not [var name, var data, var folder] || Grid.All.FirstOrDefault(grid => grid.Name == name) is not { } grid)
{
    Console.Error.WriteLine($"usage: TuningTables {string.Join('|', Grid.All.Select(grid => grid.Name))} DATA_FOLDER OUTPUT_FOLDER");
    return 2;
}

string file = Path.Combine(folder, $"{grid.Name}.csv");
string header = string.Join(',', grid.Axes.Select(axis => axis.Name)
    .Concat(grid.Measures.SelectMany(measure => Enumerable.Range(1, TableJob.Epochs).Select(epoch => $"{measure.Measure}{epoch}"))));

// Rows that are there already stay, so that a run that was interrupted goes on.
var lines = File.Exists(file) ? File.ReadAllLines(file).ToList() : [header];
if (lines[0] != header)
{
    Console.Error.WriteLine($"{file} has other columns, or another order: remove it.");
    return 1;
}

string[][] points = [.. grid.Points];
long start = Stopwatch.GetTimestamp();
foreach (string[] point in points.Skip(lines.Count - 1))
{
    var hyperparameters = grid.Axes.Zip(point, (axis, value) => KeyValuePair.Create(axis.Name, value)).ToArray();
    double[][][] jobs = [.. seeds.Select(seed => TableJob.Train(data, hyperparameters, seed, grid.Measures.Select(measure => measure.Measure)))];
    var values = grid.Measures.SelectMany((measure, m) =>
        Enumerable.Range(0, TableJob.Epochs).Select(epoch => measure.Write(jobs.Average(job => job[m][epoch]))));
    string line = string.Join(',', point.Select(value => value.Contains(',', StringComparison.Ordinal) ? $"\"{value}\"" : value).Concat(values));
    File.AppendAllLines(file, lines.Count == 1 ? [header, line] : [line]);
    lines.Add(line);
    if ((lines.Count - 1) % 50 == 0 || lines.Count - 1 == points.Length)
        Console.WriteLine($"{lines.Count - 1} of {points.Length} points, {Stopwatch.GetElapsedTime(start).TotalSeconds:0} s");
}

return 0;
