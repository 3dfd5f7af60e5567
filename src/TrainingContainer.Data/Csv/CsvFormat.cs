namespace TrainingContainer.Data;

/// <summary><c>text/csv</c> as a stream of rows; the grammar is that of <see cref="CsvChannel"/>.</summary>
public sealed class CsvFormat : RecordFormat
{
    /// <summary>A shorter row may well hold 0,1,2,… as data.</summary>
    private const int NumberingColumnsMin = 10;

    /// <inheritdoc/>
    public override string MediaType => "text/csv";

    /// <inheritdoc/>
    public override IRecordFraming Framing(RecordOptions options) => new CsvFraming();

    /// <inheritdoc/>
    public override IRecordDecoder Decoder(RecordOptions options, int featureCount) => new CsvDecoder(options, featureCount);

    /// <inheritdoc/>
    public override string? Inspect(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, out int featureCount)
    {
        int columns = CountColumns(record);
        featureCount = columns - (options.LabelKind == LabelKind.None ? 0 : 1);
        int label = options.LabelKind == LabelKind.None ? columns
            : options.LabelColumn < 0 ? columns + options.LabelColumn
            : options.LabelColumn;
        return CsvDecoder.Explain(record, options, expectedFeatures, isFirst: true)
            ?? (IsNumbering(record, columns, label) ? CsvDecoder.Words(DataError.HeaderFound(DataPlace.InRecord, record)) : null);
    }

    private static int CountColumns(ReadOnlySpan<byte> row)
    {
        int columns = 1;
        for (int length = CsvField.Read(row).Length; length < row.Length && row[length] == ','; length = CsvField.Read(row).Length)
        {
            columns++;
            row = row[(length + 1)..];
        }

        return columns;
    }

    /// <summary>Whether a first row's features are 0,1,2,…: the header that pandas writes for columns without names.</summary>
    private static bool IsNumbering(ReadOnlySpan<byte> row, int columns, int label)
    {
        for (int i = 0; i < columns; i++)
        {
            CsvField field = CsvField.Read(row);
            if (i != label && (NumberField.Read(field.Content, out float value) != NumberFieldKind.Number || value != i))
            {
                return false;
            }

            row = row[Math.Min(field.Length + 1, row.Length)..];
        }

        return columns >= NumberingColumnsMin;
    }
}
