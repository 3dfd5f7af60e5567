using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>Rows for which a model gives NaN or infinity: they are wrong in every metric, and have no class.</summary>
public sealed class RowsNotFinite
{
    /// <summary>So many are named.</summary>
    public const int NamedMax = 5;

    private readonly List<long> _first = [];

    /// <summary>How many there are.</summary>
    public long Count { get; private set; }

    /// <summary>The first of them, counted from 1 in the order in which the rows were given.</summary>
    public IReadOnlyList<long> First => _first;

    /// <summary>A warning; null without such rows.</summary>
    /// <param name="where">For example <c>channel test</c>.</param>
    /// <param name="rows">All rows that were given.</param>
    public string? Describe(string where, long rows)
    {
        if (Count == 0)
            return null;
        var named = string.Join(", ", _first.Select(row => row.ToString(CultureInfo.InvariantCulture)));
        return $"{where}: the model's output is NaN or infinite for {Count} of {rows} rows, which count as wrong: "
            + $"{(Count == 1 ? "row" : "rows")} {named}{(Count > _first.Count ? ", …" : "")}. "
            + "Fix: look there for numbers far outside of the training rows' range, such as 3.4e38 for \"no data\"; leave such a value empty";
    }

    /// <summary>Whether all of a row's outputs are finite.</summary>
    internal static bool AreFinite(ReadOnlySpan<float> outputs)
    {
        foreach (var output in outputs)
            if (!float.IsFinite(output)) return false;
        return true;
    }

    internal void Add(long row)
    {
        Count++;
        if (_first.Count < NamedMax)
            _first.Add(row);
    }
}
