using System.Globalization;

namespace TrainingContainer.SageMaker;

/// <summary>Reads and writes numbers the same way in every country: a point for decimals, no thousands separators.</summary>
internal static class NumberText
{
    private const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Reads a finite number; "1e-05" and "+3" are numbers, "NaN", "Infinity", "1,000" and "0x10" are not.</summary>
    public static bool TryReadNumber(string text, out double value) =>
        double.TryParse(text.Trim(), Style, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    /// <summary>Reads an integer exactly, whichever way it is spelled: "20", "20.0", "2e1"; "20.5" is none.</summary>
    public static bool TryReadInteger(string text, out long value)
    {
        text = text.Trim();
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)) return true;
        return double.TryParse(text, Style, CultureInfo.InvariantCulture, out _) && TryReadScaled(text, out value);
    }

    /// <summary>The shortest text that reads back as the same number.</summary>
    public static string Of(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    /// <inheritdoc cref="Of(double)"/>
    public static string Of(long value) => value.ToString(CultureInfo.InvariantCulture);

    // Digits and a power of ten, not a double: 9007199254740993.0 must not become …992, nor 20.00000000000000000001 become 20.
    private static bool TryReadScaled(string text, out long value)
    {
        value = 0;
        var exponentAt = text.IndexOfAny(['e', 'E']);
        var mantissa = exponentAt < 0 ? text : text[..exponentAt];
        var exponentText = exponentAt < 0 ? "0" : text.AsSpan(exponentAt + 1);
        if (!int.TryParse(exponentText, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var exponent)) return false;

        var pointAt = mantissa.IndexOf('.');
        var fractionLength = pointAt < 0 ? 0 : mantissa.Length - pointAt - 1;
        var digits = mantissa.Replace(".", "").TrimStart('+', '-').TrimStart('0');
        if (digits.Length == 0) return true;
        var significant = digits.TrimEnd('0');
        var zeros = (long)exponent - fractionLength + (digits.Length - significant.Length);
        if (zeros < 0 || significant.Length + zeros > 19) return false;
        var sign = mantissa.StartsWith('-') ? "-" : "";
        var plain = $"{sign}{significant}{new string('0', (int)zeros)}";
        return long.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);
    }
}
