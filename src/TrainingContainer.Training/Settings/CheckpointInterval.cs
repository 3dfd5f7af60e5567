using System.Globalization;

namespace TrainingContainer.Training;

/// <summary>The time between two checkpoints, with its unit.</summary>
/// <param name="Unit">What it is counted in.</param>
/// <param name="Count">How many of it, at least 1; 0 for <see cref="CheckpointUnit.Auto"/>.</param>
/// <remarks>The spellings "30s", "500ba" and "1ep" are those of MosaicML Composer's time strings (composer/core/time.py).</remarks>
public readonly record struct CheckpointInterval(CheckpointUnit Unit, long Count)
{
    /// <summary>The greatest number before a unit.</summary>
    public const long CountMax = 1_000_000_000;

    private static readonly (string Suffix, CheckpointUnit Unit, long Factor)[] Units =
    [
        ("ba", CheckpointUnit.Batches, 1), ("ep", CheckpointUnit.Epochs, 1), ("s", CheckpointUnit.Seconds, 1), ("m", CheckpointUnit.Seconds, 60),
    ];

    /// <summary>Left to the measured cost of a checkpoint.</summary>
    public static CheckpointInterval Auto => default;

    /// <summary>Reads "auto", or a whole number from 1 with its unit as in "30s", "15m", "500ba" and "1ep"; null when it is none of these.</summary>
    /// <param name="text">In any letter case; blanks around the number are skipped.</param>
    public static CheckpointInterval? TryParse(string text)
    {
        var given = text.Trim();
        if (given.Equals("auto", StringComparison.OrdinalIgnoreCase))
            return Auto;
        foreach (var (suffix, unit, factor) in Units)
        {
            if (given.EndsWith(suffix, StringComparison.OrdinalIgnoreCase))
            {
                return long.TryParse(given.AsSpan(0, given.Length - suffix.Length), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var count)
                    && count is >= 1 and <= CountMax ? new(unit, count * factor) : null;
            }
        }
        return null;
    }
}
