using System.Globalization;

namespace TrainingContainer.Data;

/// <summary>Class names that are numbers, spelled in one way.</summary>
internal static class ClassName
{
    private const double ExactIntegerMax = 1L << 53;

    /// <summary>Whether a name is a number: "2.0", "2" and " 2e0" are the class 2.</summary>
    /// <param name="name">As written in the file.</param>
    /// <param name="number">Its value; beyond 2^53, where different integers share a double, a name counts as text.</param>
    public static bool IsNumber(string name, out double number)
    {
        const NumberStyles Style = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(name, Style, CultureInfo.InvariantCulture, out number) && Math.Abs(number) <= ExactIntegerMax;
    }

    /// <summary>The one spelling of a numeric class.</summary>
    public static string Spell(double number) => (number == 0 ? 0 : number).ToString("R", CultureInfo.InvariantCulture);
}
