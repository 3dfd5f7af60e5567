using System.Text;
using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker;

/// <summary>
/// Takes secrets out of a text: the values that it was told, and what looks like a secret wherever it comes from (AWS key ids, tokens
/// of well-known services, passwords in URLs, signatures in queries, <c>password=…</c>). Immutable; never throws.
/// </summary>
public sealed partial class Redactor
{
    // Messages show long values cut off: this many characters of a secret are taken for it.
    private const int BeginningLength = 12;

    private readonly string[] _secrets;

    private Redactor(IEnumerable<string> secrets) =>
        _secrets = [.. secrets.Where(secret => secret.Length > 0).Distinct().OrderByDescending(secret => secret.Length)];

    /// <summary>Knows what secrets look like, and none in particular.</summary>
    public static Redactor Patterns { get; } = new([]);

    /// <summary>Knows the secrets of a job: in its environment and among its hyperparameters, also when that file is damaged.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="paths">Where hyperparameters.json is, if anywhere.</param>
    public static Redactor For(IEnumerable<KeyValuePair<string, string>> environment, JobPaths paths)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(paths);
        var mistakes = new List<Mistake>();
        var hyperparameters = File.Exists(paths.HyperparametersFile) ? HyperparameterFile.Read(paths.HyperparametersFile, mistakes) : null;
        var damaged = mistakes.Count == 0 ? [] : SecretValues.OfDamagedJson(TextOf(paths.HyperparametersFile));
        return new Redactor(SecretValues.Of(environment).Concat(SecretValues.Of(hyperparameters ?? new Dictionary<string, string>())).Concat(damaged));
    }

    /// <summary>The text with <see cref="SecretNames.Redacted"/> for every secret.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var secret in _secrets) text = WithoutSecret(text, secret);
        // Every pattern needs one of these characters or beginnings; most log lines have none of them.
        if (!text.AsSpan().ContainsAny(Suspicious) && !Marks.Any(mark => text.Contains(mark, StringComparison.Ordinal))) return text;
        text = UserInformation().Replace(text, $"$1{SecretNames.Redacted}@");
        text = Token().Replace(text, SecretNames.Redacted);
        return Assignment().Replace(text, match => SecretNames.Contains(match.Groups[1].Value)
            ? string.Concat(match.ValueSpan[..(match.Groups[2].Index - match.Index)], SecretNames.Redacted)
            : match.Value);
    }

    private static readonly System.Buffers.SearchValues<char> Suspicious = System.Buffers.SearchValues.Create("=:@");
    private static readonly string[] Marks = ["AKIA", "ASIA", "eyJ", "gh", "hf_", "xox", "sk-", "Bearer", "PRIVATE KEY"];

    private static string WithoutSecret(string text, string secret)
    {
        if (secret.Length < SecretValues.FreeLengthMin)
            return text.Replace($"\"{secret}\"", $"\"{SecretNames.Redacted}\"").Replace($"'{secret}'", $"'{SecretNames.Redacted}'");
        var beginning = secret.Length <= BeginningLength ? secret : secret[..BeginningLength];
        var at = text.IndexOf(beginning, StringComparison.Ordinal);
        if (at < 0) return text;
        var result = new StringBuilder();
        var from = 0;
        for (; at >= 0; at = text.IndexOf(beginning, from, StringComparison.Ordinal))
        {
            result.Append(text, from, at - from).Append(SecretNames.Redacted);
            from = at + text.AsSpan(at).CommonPrefixLength(secret);
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string TextOf(string path)
    {
        try
        {
            using var reader = new StreamReader(path);
            var start = new char[ConfigurationFile.SizeMaxBytes];
            return new string(start, 0, reader.ReadBlock(start, 0, start.Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }

    [GeneratedRegex(@"([a-z][a-z0-9+.-]*://)[^\s/?#""']+@", RegexOptions.IgnoreCase)]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bhf_[A-Za-z0-9]{20,}|\bxox[abprs]-[\w-]{10,}"
        + @"|\bsk-[\w-]{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?<=\bBearer\s+)[\w.~+/=-]{8,}"
        + @"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)")]
    private static partial Regex Token();

    // name=value, "name": "value"; what follows the name in a sentence ("password: found …") is no value
    [GeneratedRegex(@"([A-Za-z][\w.-]*)(?:=|[""']\s*[:=]\s*)[""']?((?!<redacted>)[^\s""'&;,)]+)")]
    private static partial Regex Assignment();
}
