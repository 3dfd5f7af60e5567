using System.Runtime.CompilerServices;

namespace TrainingContainer.Data;

/// <summary>
/// Parses the rows of a piece. Written for speed: what it does not take in its stride goes through <see cref="CsvField"/> and
/// <see cref="NumberField"/>; and a row that cannot be used only ends the piece: <see cref="RowDiagnosis"/> finds out why.
/// A channel is read once, often in less than a second: the hot methods must not wait for the runtime to find out that they are
/// hot, hence AggressiveOptimization.
/// </summary>
internal sealed unsafe class PieceParser(CsvOptions options, ClosedClasses? closed)
{
    /// <summary>More columns than this are an error.</summary>
    public const int ColumnCountMax = 1 << 22;

    private readonly LabelKind _labelKind = options.LabelKind;
    private readonly long _lineLengthMax = options.LineLengthMax;

    /// <summary>Fills in everything that a piece says about its text.</summary>
    public void Parse(CsvPiece piece, CancellationToken cancellation)
    {
        fixed (byte* text = piece.Text)
        {
            byte* end = text + piece.Length;
            byte* row = SkipBlankLines(text, end, piece);
            piece.FirstRow = ((int)(row - text), piece.LineCount);
            if (row == end)
            {
                return;
            }

            if (piece.IsTooLong)
            {
                piece.FailedRow = piece.FirstRow;
                return;
            }

            piece.Width = CountColumns(row, end, piece.HasQuotes);
            int label = LabelIndex(piece.Width);
            int features = _labelKind == LabelKind.None ? piece.Width : piece.Width - 1;
            if (label < 0 || features < 1 || piece.Width > ColumnCountMax)
            {
                piece.FailedRow = piece.FirstRow;
                return;
            }

            while (row < end)
            {
                cancellation.ThrowIfCancellationRequested();
                piece.ReserveRow(features, _labelKind);
                byte* next = ReadRow(piece, text, row, end, label, features);
                if (next == null)
                {
                    piece.FailedRow = ((int)(row - text), piece.LineCount);
                    return;
                }

                piece.RowCount++;
                piece.LineCount += piece.HasQuotes ? new ReadOnlySpan<byte>(row, (int)(next - row)).Count((byte)'\n') : 1;
                row = *next > ' ' ? next : SkipBlankLines(next, end, piece);
            }
        }
    }

    /// <summary>The 0-based column of the label; the width without labels; -1 when there is no such column.</summary>
    private int LabelIndex(int width)
    {
        if (_labelKind == LabelKind.None)
        {
            return width;
        }

        int index = options.LabelColumn < 0 ? width + options.LabelColumn : options.LabelColumn;
        return index < width ? index : -1;
    }

    /// <summary>The next row's start, or null when the row cannot be used.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private byte* ReadRow(CsvPiece piece, byte* text, byte* row, byte* end, int label, int features)
    {
        fixed (float* values = &piece.Features[piece.RowCount * features])
        {
            byte* p = NumberFields.Read(row, end, values, label, _labelKind == LabelKind.None);
            if (p == null || _labelKind == LabelKind.None)
            {
                return WithinLimit(row, p);
            }

            bool last = label == features;
            p = _labelKind == LabelKind.Class ? ReadClass(piece, text, row, p, end) : ReadNumber(piece, p, end);
            if (p == null)
            {
                return null;
            }

            p = last ? NumberFields.EndRow(p) : *p == ',' ? p + 1 : null;
            if (p != null && !last)
            {
                p = NumberFields.Read(p, end, values + label, features - label, true);
            }

            return WithinLimit(row, p);
        }
    }

    private byte* ReadNumber(CsvPiece piece, byte* p, byte* end)
    {
        byte* q = NumberFields.ReadOne(p, end, out float value);
        piece.Numbers[piece.RowCount] = value;
        return float.IsNaN(value) ? null : q;
    }

    private byte* ReadClass(CsvPiece piece, byte* text, byte* row, byte* p, byte* end)
    {
        int index = p[1] == ',' || p[1] == '\n' ? piece.Spellings.FindOneByte(*p) : -1;
        byte* q = p + 1;
        if (index < 0)
        {
            CsvField field = CsvField.Read(new ReadOnlySpan<byte>(p, (int)(end - p)));
            q = p + field.Length;
            index = field.Fault == CsvFieldFault.None
                ? piece.Spellings.FindOrAdd(field.Content, field.IsQuoted, closed, piece.LineCount, (int)(row - text))
                : -1;
        }

        piece.LabelIndexes[piece.RowCount] = index;
        return index < 0 ? null : q;
    }

    private byte* WithinLimit(byte* row, byte* next)
    {
        if (next == null || next - row - 1 <= _lineLengthMax)
        {
            return next;
        }

        long length = next - row - (next[-2] == '\r' ? 2 : 1);
        return length > _lineLengthMax ? null : next;
    }

    private static byte* SkipBlankLines(byte* p, byte* end, CsvPiece piece)
    {
        while (p < end)
        {
            byte* q = p;
            while (q < end && *q is (byte)' ' or (byte)'\t' or (byte)'\r')
            {
                q++;
            }

            if (q == end || *q != '\n')
            {
                return p;
            }

            piece.LineCount++;
            p = q + 1;
        }

        return end;
    }

    private static int CountColumns(byte* row, byte* end, bool hasQuotes)
    {
        var text = new ReadOnlySpan<byte>(row, (int)(end - row));
        if (!hasQuotes)
        {
            return text[..text.IndexOf((byte)'\n')].Count((byte)',') + 1;
        }

        int columns = 0;
        while (true)
        {
            columns++;
            int length = CsvField.Read(text).Length;
            if (length >= text.Length || text[length] == '\n')
            {
                return columns;
            }

            text = text[(length + 1)..];
        }
    }
}
