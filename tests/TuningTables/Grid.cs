using System.Globalization;

namespace TuningTables;

/// <summary>Which jobs a table holds.</summary>
/// <param name="Name">Its file, without .csv.</param>
/// <param name="Axes">The hyperparameters that vary, with their values; the last changes fastest.</param>
/// <param name="Measures">Of each, a column for every epoch: the metric validation:MEASURE, and how its values are written.</param>
internal sealed record Grid(
    string Name, IReadOnlyList<(string Name, string[] Values)> Axes, IReadOnlyList<(string Measure, Func<double, string> Write)> Measures)
{
    /// <summary>The hyperparameters of every point, in the order of the table.</summary>
    public IEnumerable<string[]> Points => Axes.Aggregate(
        (IEnumerable<string[]>)[[]], (points, axis) => points.SelectMany(point => axis.Values.Select(value => (string[])[.. point, value])));

    /// <summary>All tables.</summary>
    public static IReadOnlyList<Grid> All { get; } =
    [
        new("mlp_digits",
        [
            ("learning_rate", ["0.0001", "0.00025", "0.0006", "0.0015", "0.004", "0.01", "0.025", "0.06", "0.15"]),
            ("hidden_layers", ["[16]", "[32]", "[64]", "[128]"]),
            ("dropout", ["0", "0.2", "0.4"]),
            ("batch_size", ["32", "64", "128"]),
        ],
        [("accuracy", TenThousandths)]),

        // As wide as one who knows nothing yet would search: most points learn nothing, or too late, or fall apart.
        new("mlp_digits_wide",
        [
            ("learning_rate", ["0.00001", "0.00003", "0.0001", "0.0003", "0.001", "0.003", "0.01", "0.03", "0.1", "0.3", "1"]),
            ("hidden_layers", ["[16]", "[64]", "[256]", "[32,32]", "[128,128]"]),
            ("optimizer", ["sgd", "adam"]),
            ("dropout", ["0", "0.3", "0.6"]),
            ("weight_decay", ["0.00001", "0.001", "0.1"]),
            ("batch_size", ["32", "128"]),
        ],
        [("loss", FourDigits), ("accuracy", TenThousandths)]),
    ];

    private static string TenThousandths(double value) => Math.Round(10_000 * value).ToString("0", CultureInfo.InvariantCulture);

    private static string FourDigits(double value) => double.Parse(value.ToString("E3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        .ToString(CultureInfo.InvariantCulture);
}
