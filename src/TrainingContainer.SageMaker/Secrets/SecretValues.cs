using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker;

/// <summary>Collects the values of a job that must never be shown.</summary>
internal static partial class SecretValues
{
    /// <summary>Shorter texts occur everywhere; they are only recognized between quotes.</summary>
    public const int FreeLengthMin = 6;

    // Shorter numbers are counts, not passwords: max_token=512.
    private const int NumberLengthMax = 3;

    // Values that a secret-looking name may well have without being a secret: use_token=true.
    private static readonly string[] NoSecrets = ["true", "false", "none", "null", "auto", "yes", "no", "on", "off", "default"];

    /// <summary>The values whose names say secret, in every spelling in which they may come back, and the passwords of URLs.</summary>
    public static IEnumerable<string> Of(IEnumerable<KeyValuePair<string, string>> named)
    {
        foreach (var (name, value) in named)
        {
            if (SecretNames.Contains(name))
            {
                foreach (var spelling in Spellings(value).Where(IsSecret)) yield return spelling;
            }

            foreach (Match match in UserInformation().Matches(value)) yield return match.Groups[1].Value;
        }
    }

    /// <summary>The values beside secret-looking names in a JSON text, also a damaged one, as they are written there.</summary>
    public static IEnumerable<string> OfJsonText(string text) => Of(NamedString().Matches(text)
        .Select(match => KeyValuePair.Create(match.Groups[1].Value, match.Groups[2].Value)));

    private static IEnumerable<string> Spellings(string value)
    {
        yield return value;
        yield return value.Trim();
        var decoded = DecodedValue.Of(value).Text;
        yield return decoded;
        // Of a key of many lines, each line; and as the one line that a message makes of it.
        yield return Shown.OneLine(decoded);
        foreach (var line in decoded.Split(['\n', '\r'], StringSplitOptions.TrimEntries).Where(line => line.Length >= FreeLengthMin))
            yield return line;
        foreach (var encoding in SecretEncodings.Of(value).Concat(SecretEncodings.Of(decoded)))
            yield return encoding;
    }

    private static bool IsSecret(string value) =>
        value.Length > 0 && !NoSecrets.Contains(value, StringComparer.OrdinalIgnoreCase)
        && (value.Length > NumberLengthMax || !double.TryParse(value, System.Globalization.CultureInfo.InvariantCulture, out _));

    [GeneratedRegex(@"://[^\s:/?#@]*:([^\s@""']{3,})@")]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"""([^""\\]{1,256})""\s*:\s*""((?:[^""\\]|\\.)*)")]
    private static partial Regex NamedString();
}
