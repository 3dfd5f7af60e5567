namespace TrainingContainer.Data;

/// <summary>
/// Decodes rows of CSV text. What <see cref="NumberFields"/> does not take is explained by <see cref="RowDiagnosis"/>, so that the words are those
/// of File mode.
/// </summary>
internal sealed unsafe class CsvDecoder : IRecordDecoder
{
    private readonly RecordOptions _options;
    private readonly int _featureCount;
    private readonly int _labelIndex;
    private byte[] _row = [];

    public CsvDecoder(RecordOptions options, int featureCount)
    {
        _options = options;
        _featureCount = featureCount;
        _labelIndex = options.LabelColumn < 0 ? featureCount + 1 + options.LabelColumn : options.LabelColumn;
    }

    public string? Decode(ReadOnlySpan<byte> record, Span<float> features, ref RecordLabel label)
    {
        // The parser wants a line feed behind the row and room to look ahead; a copy costs a few percent of parsing.
        Reserve(record.Length);
        record.CopyTo(_row);
        _row[record.Length] = (byte)'\n';
        return Read(record.Length + 1, features, ref label) ? null
            : Explain(record, _options, _featureCount, isFirst: false)
            ?? throw new InvalidOperationException("The row was rejected, but nothing is wrong with it.");
    }

    /// <summary>What is wrong with a row; null when all is well.</summary>
    public static string? Explain(ReadOnlySpan<byte> record, RecordOptions options, int? expectedFeatures, bool isFirst)
    {
        (int, string)? width = expectedFeatures is int count
            ? (count + (options.LabelKind == LabelKind.None ? 0 : 1), $"{(options.LabelKind == LabelKind.None ? "" : "a label and ")}{count} feature{(count == 1 ? "" : "s")}")
            : null;
        var csv = new CsvOptions { LabelKind = options.LabelKind, LabelColumn = options.LabelColumn, LineLengthMax = Math.Max(record.Length, 1) };
        DataException? failure = new RowDiagnosis(csv, null, width).Explain(record, DataPlace.InRecord, isFirst);
        return failure is null ? null : Words(failure);
    }

    /// <summary>A failure at <see cref="DataPlace.InRecord"/> without a place before it.</summary>
    public static string Words(DataException failure) => failure.Message.TrimStart(':', ' ');

    private void Reserve(int length)
    {
        int needed = length + 1 + NumberParser.Padding;
        if (_row.Length < needed)
        {
            _row = GC.AllocateArray<byte>(Math.Max(needed, 2 * _row.Length), pinned: true);
        }
    }

    private bool Read(int length, Span<float> features, ref RecordLabel label)
    {
        fixed (byte* row = _row)
        fixed (float* values = features)
        {
            byte* end = row + length;
            if (_options.LabelKind == LabelKind.None)
            {
                return NumberFields.Read(row, end, values, _featureCount, true) == end;
            }

            if ((uint)_labelIndex > (uint)_featureCount)
            {
                return false;
            }

            byte* p = NumberFields.Read(row, end, values, _labelIndex, false);
            p = p == null ? null : ReadLabel(p, end, ref label);
            if (p == null)
            {
                return false;
            }

            if (_labelIndex == _featureCount)
            {
                return NumberFields.EndRow(p) == end;
            }

            return *p == ',' && NumberFields.Read(p + 1, end, values + _labelIndex, _featureCount - _labelIndex, true) == end;
        }
    }

    private byte* ReadLabel(byte* p, byte* end, ref RecordLabel label)
    {
        if (_options.LabelKind == LabelKind.Number)
        {
            byte* q = NumberFields.ReadOne(p, end, out float value);
            label.SetNumber(value);
            return float.IsNaN(value) ? null : q;
        }

        CsvField field = CsvField.Read(new ReadOnlySpan<byte>(p, (int)(end - p)));
        ReadOnlySpan<byte> name = field.Content;
        if (field.Fault != CsvFieldFault.None || name.IsEmpty || (!field.IsQuoted && NumberField.IsMissing(name)))
        {
            return null;
        }

        // The row's buffer is pinned for good, so a span into it outlives this method.
        label.SetName(name);
        return p + field.Length;
    }
}
