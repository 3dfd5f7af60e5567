using System.Globalization;

namespace TrainingContainer.Data.Tests;

/// <summary>The format, as plainly as it can be said: one character at a time, one string per field.</summary>
internal static class NaiveCsv
{
    private static readonly string[] Missing = ["", "?", "nan", "-nan", "na", "n/a", "null"];

    public static Table Read(string text, CsvOptions options)
    {
        var labels = new List<string>();
        var numbers = new List<float>();
        FeatureMatrix? features = null;
        int width = 0;
        foreach ((int line, List<(string Text, bool Quoted, bool Bad)> fields) in Rows(text.TrimStart('\uFEFF')))
        {
            var error = new DataException($"file a.csv, row {line}:");
            width = width == 0 ? fields.Count : width;
            if (fields.Count != width)
            {
                throw error;
            }

            int label = options.LabelKind == LabelKind.None ? -1 : options.LabelColumn < 0 ? width + options.LabelColumn : options.LabelColumn;
            var row = new List<float>();
            int fieldLine = line;
            for (int i = 0; i < width; i++)
            {
                error = new DataException($"file a.csv, row {fieldLine}:");
                if (fields[i].Bad)
                {
                    throw error;
                }

                fieldLine += fields[i].Text.Count(c => c == '\n');
                if (i == label && options.LabelKind == LabelKind.Class)
                {
                    labels.Add(IsMissing(fields[i].Text) && !fields[i].Quoted ? throw error : fields[i].Text);
                    continue;
                }

                float value = IsMissing(fields[i].Text.Trim()) ? float.NaN
                    : float.TryParse(fields[i].Text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) && float.IsFinite(number) ? number
                    : throw error;
                if (i != label)
                {
                    row.Add(value);
                }
                else
                {
                    numbers.Add(float.IsNaN(value) ? throw error : value);
                }
            }

            features ??= new FeatureMatrix(row.Count);
            features.Append(row.ToArray());
        }

        return options.LabelKind switch
        {
            LabelKind.Class => WithClasses(features!, labels),
            LabelKind.Number => Table.WithNumbers(features!, [.. numbers]),
            _ => Table.WithoutLabels(features!),
        };
    }

    private static Table WithClasses(FeatureMatrix features, List<string> labels)
    {
        bool numeric = labels.All(IsNumber);
        if (!numeric && labels.Count > 1 && labels.Skip(1).All(IsNumber))
        {
            throw new DataException("file a.csv, row 1: a header");
        }

        List<string> spelled = numeric
            ? [.. labels.Select(label => double.Parse(label, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture))]
            : labels;
        List<string> classes = numeric
            ? [.. spelled.Distinct().OrderBy(label => double.Parse(label, CultureInfo.InvariantCulture))]
            : [.. spelled.Distinct().Order(StringComparer.Ordinal)];
        return Table.WithClasses(features, [.. spelled.Select(label => classes.IndexOf(label))], classes);
    }

    private static bool IsNumber(string label) =>
        double.TryParse(label, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && Math.Abs(number) <= 1L << 53;

    private static bool IsMissing(string text) => Missing.Contains(text.ToLowerInvariant());

    private static IEnumerable<(int Line, List<(string Text, bool Quoted, bool Bad)> Fields)> Rows(string text)
    {
        int line = 1;
        int i = 0;
        while (i < text.Length)
        {
            int start = i;
            int rowLine = line;
            var fields = new List<(string, bool, bool)>();
            bool more = true;
            while (more)
            {
                fields.Add(Field(text, ref i, ref line));
                more = i < text.Length && text[i] == ',';
                i++;
            }

            line++;
            if (text[start..Math.Min(i, text.Length)].Trim().Length > 0)
            {
                yield return (rowLine, fields);
            }
        }
    }

    private static (string Text, bool Quoted, bool Bad) Field(string text, ref int i, ref int line)
    {
        int start = i;
        while (i < text.Length && text[i] == ' ')
        {
            i++;
        }

        if (i == text.Length || text[i] != '"')
        {
            while (i < text.Length && text[i] is not (',' or '\n'))
            {
                i++;
            }

            return (text[start..i].Trim(), false, false);
        }

        string content = "";
        for (i++; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
        {
            i += text[i] == '"' ? 1 : 0;
            line += text[i] == '\n' ? 1 : 0;
            content += text[i];
        }

        start = ++i;
        while (i < text.Length && text[i] is not (',' or '\n'))
        {
            i++;
        }

        return (content, true, text[start..i].Trim().Length > 0);
    }
}
