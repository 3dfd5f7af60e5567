using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TrainingContainer.Data;

/// <summary>
/// Reads consecutive fields that are numbers: runs of zeros a vector at a time, small integers and short decimals in a few steps, all else
/// by <see cref="NumberParser"/> and then <see cref="NumberField"/>. The text must end in a line feed and extend
/// <see cref="NumberParser.Padding"/> readable bytes beyond.
/// </summary>
internal static unsafe class NumberFields
{
    private const ulong FourZeros = 0x2C302C302C302C30; // "0,0,0,0,"
    private const int ZerosPerVector = 16;

    /// <summary>Reads consecutive fields.</summary>
    /// <param name="p">The first one's start.</param>
    /// <param name="end">The text's end.</param>
    /// <param name="values">Receives the values.</param>
    /// <param name="count">How many.</param>
    /// <param name="endRow">Whether the last one ends the row; otherwise a comma follows.</param>
    /// <returns>What follows the comma or line end after the last one, or null.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Read(byte* p, byte* end, float* values, int count, bool endRow)
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

        byte* last = ReadOne(p, end, out *values);
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
    public static byte* ReadOne(byte* p, byte* end, out float value)
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

    /// <summary>A long number, spaces before it, or anything else; to the same end as <see cref="ReadOne"/>.</summary>
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

    /// <summary>The next line's start, or null when the row does not end here.</summary>
    public static byte* EndRow(byte* p)
    {
        p += *p == '\r' && p[1] == '\n' ? 1 : 0;
        return *p == '\n' ? p + 1 : null;
    }
}
