using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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

    private const ulong FourZeros = 0x2C302C302C302C30; // "0,0,0,0,"
    private const int ZerosPerVector = 16;

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
            byte* p = ReadFeatures(row, end, values, label, _labelKind == LabelKind.None);
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

            p = last ? EndRow(p) : *p == ',' ? p + 1 : null;
            if (p != null && !last)
            {
                p = ReadFeatures(p, end, values + label, features - label, true);
            }

            return WithinLimit(row, p);
        }
    }

    /// <summary>Reads consecutive features.</summary>
    /// <param name="p">The first one's start.</param>
    /// <param name="end">The text's end.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="count">How many.</param>
    /// <param name="endRow">Whether the last one ends the row; otherwise a comma follows.</param>
    /// <returns>What follows the comma or line end after the last one, or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static byte* ReadFeatures(byte* p, byte* end, float* values, int count, bool endRow)
    {
        float* valuesEnd = values + count;
        float* commaEnd = endRow ? valuesEnd - 1 : valuesEnd;
        while (values < commaEnd)
        {
            ulong text = Unsafe.ReadUnaligned<ulong>(p);
            if (text == FourZeros && commaEnd - values >= ZerosPerVector)
            {
                SkipZeros(ref p, ref values, commaEnd);
                continue;
            }

            ulong digits = NumberParser.DigitValues(text);
            int length = NumberParser.DigitCount(digits);
            byte* q = p + length;
            if ((uint)(length - 1) < 7 && *q == ',')
            {
                *values = NumberParser.Combine(digits, length);
            }
            else if (length == 0 && *p == ',')
            {
                *values = float.NaN;
            }
            else
            {
                q = FindComma(p);
                if (NumberParser.ReadShort(p, out *values) != q && NumberParser.Read(p, out *values) != q)
                {
                    q = ReadUnusual(p, end, out *values);
                    if (q == null || *q != ',')
                    {
                        return null;
                    }
                }
            }

            values++;
            p = q + 1;
        }

        if (values == valuesEnd)
        {
            return p;
        }

        byte* last = ReadNumberField(p, end, out *values);
        return last == null ? null : EndRow(last);
    }

    /// <summary>Takes runs of "0," a vector at a time, as often as the row has room for one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SkipZeros(ref byte* p, ref float* values, float* commaEnd)
    {
        Vector256<byte> zeros = Vector256.Create(FourZeros).AsByte();
        do
        {
            Vector256<byte> same = Vector256.Equals(Vector256.Load(p), zeros);
            uint mask = same.ExtractMostSignificantBits();
            int fields = BitOperations.TrailingZeroCount(~(ulong)mask) >> 1;
            Vector512<float>.Zero.Store(values);
            p += 2 * fields;
            values += fields;
            if (fields < ZerosPerVector)
            {
                return;
            }
        }
        while (commaEnd - values >= ZerosPerVector);
    }

    /// <summary>Reads a number and stops at the comma, line feed or carriage return after it; null when there is none.</summary>
    private static byte* ReadNumberField(byte* p, byte* end, out float value)
    {
        byte* q = NumberParser.Read(p, out value);
        return q != null && IsFieldEnd(q) ? q : ReadUnusual(p, end, out value);
    }

    /// <summary>
    /// The comma that ends the field; the text's own start when the field is longer than a vector. From here the processor can begin the
    /// next field before it has made out this one's number, which takes longer.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static byte* FindComma(byte* p)
    {
        uint commas = Vector256.Equals(Vector256.Load(p), Vector256.Create((byte)',')).ExtractMostSignificantBits();
        return p + (BitOperations.TrailingZeroCount(commas) & 31);
    }

    private static bool IsFieldEnd(byte* p) => *p == ',' || *p == '\n' || (*p == '\r' && p[1] == '\n');

    /// <summary>A long number, spaces before it, or anything else; to the same end as <see cref="ReadNumberField"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static byte* ReadUnusual(byte* p, byte* end, out float value)
    {
        byte* start = p;
        while (*start == ' ')
        {
            start++;
        }

        byte* q = NumberParser.Read(start, out value);
        return q != null && IsFieldEnd(q) ? q : ReadAnyNumber(p, end, out value);
    }

    private static byte* ReadAnyNumber(byte* p, byte* end, out float value)
    {
        CsvField field = CsvField.Read(new ReadOnlySpan<byte>(p, (int)(end - p)));
        value = float.NaN;
        bool usable = field.Fault == CsvFieldFault.None
            && NumberField.Read(field.Content, out value) is NumberFieldKind.Number or NumberFieldKind.Missing;
        return usable ? p + field.Length : null;
    }

    private byte* ReadNumber(CsvPiece piece, byte* p, byte* end)
    {
        byte* q = ReadNumberField(p, end, out float value);
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

    /// <summary>The next line's start, or null when the row does not end here.</summary>
    private static byte* EndRow(byte* p)
    {
        p += *p == '\r' && p[1] == '\n' ? 1 : 0;
        return *p == '\n' ? p + 1 : null;
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
