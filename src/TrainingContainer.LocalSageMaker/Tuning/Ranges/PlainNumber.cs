using System.Globalization;

namespace TrainingContainer.LocalSageMaker;

/// <summary>Numbers as the service writes the values of continuous ranges: the shortest text that reads back as the same number, in digits.</summary>
internal static class PlainNumber
{
    /// <summary>For example 0.0020447593724576903 or 0.00001: never an exponent, which some readers take for the end of the number.</summary>
    /// <param name="value">A finite number.</param>
    public static string Format(double value)
    {
        string text = value.ToString("R", CultureInfo.InvariantCulture);
        int e = text.IndexOf('E', StringComparison.Ordinal);
        if (e < 0)
            return text;
        int exponent = int.Parse(text.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        string sign = value < 0 ? "-" : "";
        string digits = text[sign.Length..e].Replace(".", "", StringComparison.Ordinal);
        return exponent < 0
            ? $"{sign}0.{new string('0', -exponent - 1)}{digits}"
            : $"{sign}{digits.PadRight(exponent + 1, '0')}";
    }
}
