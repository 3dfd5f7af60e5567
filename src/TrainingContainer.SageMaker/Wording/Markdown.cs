using System.Text;

namespace TrainingContainer.SageMaker;

/// <summary>Writes GitHub tables whose text depends on their content only.</summary>
public static class Markdown
{
    /// <summary>A header, its rule, and one line per row; every line ends with a newline.</summary>
    public static string Table(IReadOnlyList<string> header, IEnumerable<IReadOnlyList<string>> rows)
    {
        var table = new StringBuilder();
        AppendRow(table, header);
        AppendRow(table, [.. header.Select(_ => "---")]);
        foreach (var row in rows) AppendRow(table, row);
        return table.ToString();
    }

    /// <summary>The text as code; empty when there is none.</summary>
    public static string Code(string text) => text.Length == 0 ? "" : $"`{text}`";

    private static void AppendRow(StringBuilder table, IReadOnlyList<string> cells)
    {
        table.Append('|');
        foreach (var cell in cells) table.Append(' ').Append(Shown.OneLine(cell).Replace("|", "\\|")).Append(" |");
        table.Append('\n');
    }
}
