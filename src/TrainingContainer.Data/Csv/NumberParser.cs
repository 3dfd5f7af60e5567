using System.Numerics;
using System.Runtime.CompilerServices;

namespace TrainingContainer.Data;

/// <summary>
/// Reads a plain decimal number from text as the float32 nearest to it (ties to even): the value that <c>float.Parse</c> gives.
/// <para>
/// Digits are taken eight at a time with SWAR arithmetic (Lemire, "Quickly parsing eight digits", 2018): the exclusive-or with "00000000"
/// leaves digit values, one addition finds the first byte that is no digit, three multiplications make the number.
/// </para>
/// <para>
/// Rounding: a number m × 10^e with an integer m below 2^63 is computed as the double d = m × P[e], P[e] being 10^e rounded to double. Three
/// roundings (m, P[e], the product) put d within 3 × 2^-53 of the number, relatively: at most 3 units in the last place of d. Rounding
/// d to float gives the right answer unless the midpoint of two floats lies that close. Midpoints are the doubles whose low 29 bits are
/// 1 followed by zeros; so when these bits are within 8 of that, or d is outside of the normal floats, the number is left to
/// <see cref="NumberField"/>, which is exact and slow. That happens to one random number in 30 million, and to numbers spelled exactly
/// on a midpoint.
/// </para>
/// </summary>
internal static unsafe class NumberParser
{
    /// <summary>Bytes after the text that may be read (never used): the text's buffer must extend this far.</summary>
    public const int Padding = 64;

    private const int ExponentMin = -64;
    private const int ExponentMax = 38;
    private const int MidpointMargin = 8;
    private const ulong LowBits = (1UL << 29) - 1;
    private const ulong Midpoint = 1UL << 28;

    private static ReadOnlySpan<ulong> Scale => [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000];

    /// <summary>10^e, from <see cref="ExponentMin"/> to <see cref="ExponentMax"/>, as the compiler rounds it: correctly.</summary>
    private static ReadOnlySpan<double> PowersOfTen =>
    [
        1e-64, 1e-63, 1e-62, 1e-61, 1e-60, 1e-59, 1e-58, 1e-57, 1e-56, 1e-55, 1e-54, 1e-53, 1e-52, 1e-51, 1e-50, 1e-49,
        1e-48, 1e-47, 1e-46, 1e-45, 1e-44, 1e-43, 1e-42, 1e-41, 1e-40, 1e-39, 1e-38, 1e-37, 1e-36, 1e-35, 1e-34, 1e-33,
        1e-32, 1e-31, 1e-30, 1e-29, 1e-28, 1e-27, 1e-26, 1e-25, 1e-24, 1e-23, 1e-22, 1e-21, 1e-20, 1e-19, 1e-18, 1e-17,
        1e-16, 1e-15, 1e-14, 1e-13, 1e-12, 1e-11, 1e-10, 1e-9, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1,
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
        1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
        1e32, 1e33, 1e34, 1e35, 1e36, 1e37, 1e38,
    ];

    /// <summary>The greatest number to which that many digits can be appended without reaching 2^63.</summary>
    private static ReadOnlySpan<ulong> AppendMax =>
    [
        long.MaxValue, 922337203685477579, 92233720368547757, 9223372036854774, 922337203685476,
        92233720368546, 9223372036853, 922337203684, 92233720367,
    ];

    /// <summary>The value of each of eight bytes if it is a digit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong DigitValues(ulong text) => text ^ 0x3030303030303030;

    /// <summary>How many of the eight bytes, from the first, are digits (0 to 8).</summary>
    /// <param name="values">What <see cref="DigitValues"/> gave.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int DigitCount(ulong values) =>
        BitOperations.TrailingZeroCount((((values & 0x7F7F7F7F7F7F7F7F) + 0x7676767676767676) | values) & 0x8080808080808080) >> 3;

    /// <summary>The number that the first <paramref name="count"/> digits make.</summary>
    /// <param name="values">What <see cref="DigitValues"/> gave.</param>
    /// <param name="count">1 to 8.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong Combine(ulong values, int count)
    {
        ulong v = values << (64 - (8 * count));
        v = ((v * 10) + (v >> 8)) & 0x00FF00FF00FF00FF;
        v = ((v * 100) + (v >> 16)) & 0x0000FFFF0000FFFF;
        return ((v * 10000) + (v >> 32)) & 0xFFFFFFFF;
    }

    /// <summary>
    /// Reads the most usual decimal: perhaps a minus, one to seven digits, a point, and digits up to eight in all. The digits before and after it
    /// are put side by side and combined at once; the result is far from the limits of float.
    /// </summary>
    /// <param name="text">Where the number starts; <see cref="Padding"/> bytes after its end are readable.</param>
    /// <param name="value">The number.</param>
    /// <returns>Where the number ends (there may still follow an exponent or more), or null when it is not that short.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static byte* ReadShort(byte* text, out float value)
    {
        // Signs are as good as random: without a branch there is nothing to predict.
        uint negative = Unsafe.BitCast<bool, byte>(*text == '-');
        byte* p = text + negative;
        ulong whole = DigitValues(Unsafe.ReadUnaligned<ulong>(p));
        int wholeCount = DigitCount(whole);
        p += wholeCount;
        ulong fraction = DigitValues(Unsafe.ReadUnaligned<ulong>(p + 1));
        int fractionCount = DigitCount(fraction);
        int count = wholeCount + fractionCount;
        if (*p != '.' || wholeCount is 0 or 8 || count > 8)
        {
            value = 0;
            return null;
        }

        ulong digits = (whole & ((1UL << (8 * wholeCount)) - 1)) | (fraction << (8 * wholeCount));
        double d = Combine(digits, count) * PowersOfTen[-fractionCount - ExponentMin];
        value = WithSign((float)d, negative);
        return IsNearMidpoint(d) ? null : p + 1 + fractionCount;
    }

    /// <summary>Reads digits with an optional sign, point and exponent.</summary>
    /// <param name="text">Where the number starts; <see cref="Padding"/> bytes after its end are readable.</param>
    /// <param name="value">The number.</param>
    /// <returns>Where the number ends, or null when it is not that plain, too long, or too close to a midpoint to be sure.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static byte* Read(byte* text, out float value)
    {
        // Signs are as good as random: without a branch there is nothing to predict.
        uint negative = Unsafe.BitCast<bool, byte>(*text == '-');
        byte* p = text + (negative | Unsafe.BitCast<bool, byte>(*text == '+'));
        ulong mantissa = 0;
        byte* start = p;
        if (!ReadDigits(ref p, ref mantissa))
        {
            value = 0;
            return null;
        }

        long digits = p - start;
        int exponent = 0;
        if (*p == '.')
        {
            p++;
            start = p;
            if (!ReadDigits(ref p, ref mantissa))
            {
                value = 0;
                return null;
            }

            digits += p - start;
            exponent = -(int)(p - start);
        }

        if (digits == 0 || ((*p | 0x20) == 'e' && !ReadExponent(ref p, ref exponent)))
        {
            value = 0;
            return null;
        }

        return TryRound(mantissa, exponent, negative, out value) ? p : null;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool ReadDigits(ref byte* p, ref ulong mantissa)
    {
        while (true)
        {
            ulong values = DigitValues(Unsafe.ReadUnaligned<ulong>(p));
            int count = DigitCount(values);
            if (count == 0)
            {
                return true;
            }

            if (mantissa > AppendMax[count])
            {
                return false;
            }

            mantissa = (mantissa * Scale[count]) + Combine(values, count);
            p += count;
            if (count < 8)
            {
                return true;
            }
        }
    }

    private static bool ReadExponent(ref byte* p, ref int exponent)
    {
        p++;
        bool negative = *p == '-';
        if (negative || *p == '+')
        {
            p++;
        }

        ulong values = DigitValues(Unsafe.ReadUnaligned<ulong>(p));
        int count = DigitCount(values);
        if (count is 0 or > 4)
        {
            return false;
        }

        int written = (int)Combine(values, count);
        exponent += negative ? -written : written;
        p += count;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool TryRound(ulong mantissa, int exponent, uint negative, out float value)
    {
        if (mantissa == 0)
        {
            value = WithSign(0, negative);
            return true;
        }

        if ((uint)(exponent - ExponentMin) > ExponentMax - ExponentMin)
        {
            value = 0;
            return false;
        }

        double d = (long)mantissa * PowersOfTen[exponent - ExponentMin];
        value = WithSign((float)d, negative);
        return !IsNearMidpoint(d) && d is >= 1.17549435e-38 and <= 3.4028234e38;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsNearMidpoint(double d) =>
        (BitConverter.DoubleToUInt64Bits(d) & LowBits) - (Midpoint - MidpointMargin) <= 2 * MidpointMargin;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float WithSign(float value, uint negative) => BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(value) | (negative << 31));
}
