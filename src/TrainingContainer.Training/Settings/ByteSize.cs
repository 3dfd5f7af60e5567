using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>Amounts of memory as people write them.</summary>
internal static class ByteSize
{
    private static readonly (string Suffix, double Factor)[] Units = [("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("TB", 1e12), ("B", 1)];

    /// <summary>Reads "4GB", "512 MB", "1.5GB" or "0", units of powers of ten; null when it is none of these or above 1,000 TB.</summary>
    /// <param name="text">In any letter case; without a unit it is bytes.</param>
    public static long? TryParse(string text)
    {
        var given = text.Trim();
        var (suffix, factor) = Units.FirstOrDefault(unit => given.EndsWith(unit.Suffix, StringComparison.OrdinalIgnoreCase), ("", 1));
        return double.TryParse(given.AsSpan(0, given.Length - suffix.Length).TrimEnd(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number * factor <= 1e15 ? (long)(number * factor) : null;
    }

    /// <summary>A size for people: "4 GB".</summary>
    /// <param name="bytes">Not negative.</param>
    public static string Shown(long bytes)
    {
        var (suffix, factor) = Units.Take(4).LastOrDefault(unit => bytes >= unit.Factor, ("bytes", 1));
        return string.Create(CultureInfo.InvariantCulture, $"{bytes / factor:0.#} {suffix}");
    }
}
