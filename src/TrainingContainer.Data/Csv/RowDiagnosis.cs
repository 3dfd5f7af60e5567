namespace TrainingContainer.Data;

/// <summary>
/// Finds out why a row cannot be used, without hurry: reads it again field by field, knowing what the rows before it settled. So the
/// message is the same for any number of threads and any size of pieces.
/// </summary>
/// <param name="options">How the channel is read.</param>
/// <param name="closed">The classes that may occur; null for any.</param>
/// <param name="width">The columns that a row must have, and who says so; null when this is the first row.</param>
internal sealed class RowDiagnosis(CsvOptions options, ClosedClasses? closed, (int Columns, string Whence)? width)
{
    /// <summary>The failure of a row; null when the row by itself can be used.</summary>
    /// <param name="text">Starts with the row.</param>
    /// <param name="place">The file, and the line where the row starts.</param>
    /// <param name="isFirst">Whether it is the file's first row.</param>
    public DataException? Explain(ReadOnlySpan<byte> text, DataPlace place, bool isFirst)
    {
        // No further than any piece reaches whose row is too long, so that they all see the same.
        text = text[..(int)Math.Min(text.Length, options.LineLengthMax + RowSplitter.LineEndLengthMax + 1)];
        if (isFirst && ForeignFormat.Of(text) is string format)
        {
            return DataError.NotText(place with { Row = 0 }, format);
        }

        DataException? textAfterQuote = null;
        int length = 0;
        int columns = 0;
        for (int start = 0; start >= 0; start = Next(text, length))
        {
            columns++;
            CsvField field = CsvField.Read(text[start..]);
            length = start + field.Length;
            if (field.Fault == CsvFieldFault.QuoteNotClosed)
            {
                return DataError.QuoteNotClosed(At(place, text, start, columns));
            }

            if (field.Fault == CsvFieldFault.TextAfterQuote)
            {
                textAfterQuote ??= DataError.TextAfterQuote(At(place, text, start, columns), text[start..length]);
            }
        }

        ReadOnlySpan<byte> row = text[..length].TrimEnd((byte)'\r');
        return row.Length > options.LineLengthMax ? DataError.RowTooLong(place, options.LineLengthMax)
            : textAfterQuote ?? Explain(row, columns, place, isFirst);
    }

    private DataException? Explain(ReadOnlySpan<byte> row, int columns, DataPlace place, bool isFirst)
    {
        if (isFirst && LooksLikeHeader(row, columns))
        {
            return DataError.HeaderFound(place, row);
        }

        string? hint = columns == 1 ? ForeignFormat.SeparatorHint(row) : null;
        if (width is var (expected, whence) && columns != expected)
        {
            return DataError.RowWidth(place, columns, expected, whence, hint);
        }

        if (columns > PieceParser.ColumnCountMax)
        {
            return DataError.TooManyColumns(place, columns, PieceParser.ColumnCountMax);
        }

        if (options.LabelKind != LabelKind.None && columns == 1)
        {
            return DataError.NoFeatures(place, hint);
        }

        int label = LabelIndex(columns);
        if (options.LabelKind != LabelKind.None && (label < 0 || label >= columns))
        {
            return DataError.LabelColumnOutside(place, options.LabelColumn, columns);
        }

        int start = 0;
        for (int i = 0; i < columns; i++)
        {
            CsvField field = CsvField.Read(row[start..]);
            DataException? failure = Explain(field, place with { Column = i + 1 }, i == label);
            if (failure is not null)
            {
                return failure;
            }

            place = place with { Row = place.Row + row.Slice(start, field.Length).Count((byte)'\n') };
            start += field.Length + 1;
        }

        return null;
    }

    private DataException? Explain(CsvField field, DataPlace place, bool isLabel)
    {
        ReadOnlySpan<byte> content = field.Content;
        if (isLabel && options.LabelKind == LabelKind.Class)
        {
            return ExplainClass(content, field.IsQuoted, place);
        }

        return NumberField.Read(content, out _) switch
        {
            NumberFieldKind.Missing when isLabel => DataError.LabelMissing(place, content),
            NumberFieldKind.Text when isLabel => DataError.LabelNotNumber(place, content),
            NumberFieldKind.Text => DataError.TextInNumericColumn(place, content),
            NumberFieldKind.Infinite => DataError.Infinite(place, content),
            _ => null,
        };
    }

    private DataException? ExplainClass(ReadOnlySpan<byte> content, bool isQuoted, DataPlace place)
    {
        if (content.IsEmpty || (!isQuoted && NumberField.IsMissing(content)))
        {
            return DataError.LabelMissing(place, content);
        }

        if (!System.Text.Unicode.Utf8.IsValid(content))
        {
            return DataError.LabelNotUtf8(place, content);
        }

        bool unknown = closed is not null && closed.Find(System.Text.Encoding.UTF8.GetString(content)) < 0;
        return unknown ? DataError.LabelUnknown(place, content, closed!.Names) : null;
    }

    /// <summary>Half of the features or more are words: one wrong value does not make a header.</summary>
    private bool LooksLikeHeader(ReadOnlySpan<byte> row, int columns)
    {
        int label = LabelIndex(columns);
        int features = 0;
        int words = 0;
        int start = 0;
        for (int i = 0; i < columns; i++)
        {
            CsvField field = CsvField.Read(row[start..]);
            if (i != label)
            {
                features++;
                words += NumberField.Read(field.Content, out _) == NumberFieldKind.Text ? 1 : 0;
            }

            start += field.Length + 1;
        }

        return columns > 1 && features > 0 && 2 * words >= features;
    }

    private int LabelIndex(int columns) => options.LabelKind == LabelKind.None ? -1
        : options.LabelColumn < 0 ? columns + options.LabelColumn
        : options.LabelColumn;

    private static DataPlace At(DataPlace place, ReadOnlySpan<byte> text, int start, int column) =>
        place with { Row = place.Row + text[..start].Count((byte)'\n'), Column = column };

    /// <summary>Where the field after the one that ends at <paramref name="end"/> starts; -1 when the row ends there.</summary>
    private static int Next(ReadOnlySpan<byte> text, int end) => end < text.Length && text[end] == ',' ? end + 1 : -1;
}
