using System.Buffers;
using System.Globalization;

namespace TrainingContainer.Data;

/// <summary>What the text of a field says where a number is expected.</summary>
internal enum NumberFieldKind
{
    Number,
    Missing,
    Infinite,
    Text,
}

/// <summary>Reads any field where a number is expected: exact and unhurried.</summary>
internal static class NumberField
{
    private static readonly SearchValues<byte> NumberBytes = SearchValues.Create("0123456789+-.eE"u8);

    /// <summary>Reads a field's content.</summary>
    /// <param name="content">Without quotes; spaces around it do not count.</param>
    /// <param name="value">The number; NaN when missing.</param>
    public static NumberFieldKind Read(ReadOnlySpan<byte> content, out float value)
    {
        content = content.Trim(" \t\r\n"u8);
        value = float.NaN;
        if (IsMissing(content))
        {
            return NumberFieldKind.Missing;
        }

        if (content.ContainsAnyExcept(NumberBytes))
        {
            return IsInfinity(content) ? NumberFieldKind.Infinite : NumberFieldKind.Text;
        }

        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        if (!float.TryParse(content, Style, CultureInfo.InvariantCulture, out value))
        {
            return NumberFieldKind.Text;
        }

        return float.IsInfinity(value) ? NumberFieldKind.Infinite : NumberFieldKind.Number;
    }

    /// <summary>Whether a field's content stands for a value that is not there: empty, ?, or NaN, NA, N/A, null in any case.</summary>
    /// <param name="content">Without spaces around it.</param>
    public static bool IsMissing(ReadOnlySpan<byte> content) => content.Length switch
    {
        0 => true,
        1 => content[0] == '?',
        2 => Is(content, "na"u8),
        3 => Is(content, "nan"u8) || Is(content, "n/a"u8),
        4 => Is(content, "null"u8) || Is(content, "-nan"u8),
        _ => false,
    };

    private static bool IsInfinity(ReadOnlySpan<byte> content)
    {
        content = content.TrimStart("+-"u8);
        return Is(content, "inf"u8) || Is(content, "infinity"u8);
    }

    private static bool Is(ReadOnlySpan<byte> content, ReadOnlySpan<byte> word) => System.Text.Ascii.EqualsIgnoreCase(content, word);
}
