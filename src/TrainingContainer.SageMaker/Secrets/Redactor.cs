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
        _secrets = [.. secrets.Distinct().OrderByDescending(secret => secret.Length)];

    /// <summary>Knows what secrets look like, and none in particular.</summary>
    public static Redactor Patterns { get; } = new([]);

    /// <summary>Knows the secrets of a job: in its environment and among its hyperparameters, also when that file is damaged.</summary>
    /// <param name="environment">The environment variables.</param>
    /// <param name="paths">Where hyperparameters.json is, if anywhere.</param>
    public static Redactor For(IEnumerable<KeyValuePair<string, string>> environment, JobPaths paths)
    {
        ArgumentNullException.ThrowIfNull(environment);
        ArgumentNullException.ThrowIfNull(paths);
        var hyperparameters = HyperparameterFile.Read(paths.HyperparametersFile, []);
        var written = SecretValues.OfJsonText(TextOf(paths.HyperparametersFile));
        return new Redactor([.. SecretValues.Of(environment), .. SecretValues.Of(hyperparameters), .. written]);
    }

    /// <summary>The text with <see cref="SecretNames.Redacted"/> for every secret.</summary>
    public string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        foreach (var secret in _secrets) text = WithoutSecret(text, secret);
        text = UserInformation().Replace(text, $"{SecretNames.Redacted}@");
        text = Token().Replace(text, SecretNames.Redacted);
        return Assignment().Replace(text, match => SecretNames.Contains(match.Groups["name"].Value)
            ? string.Concat(match.ValueSpan[..(match.Groups["value"].Index - match.Index)], SecretNames.Redacted)
            : match.Value);
    }

    private string WithoutSecret(string text, string secret)
    {
        if (secret.Length < SecretValues.FreeLengthMin)
            return text.Replace($"\"{secret}\"", $"\"{SecretNames.Redacted}\"").Replace($"'{secret}'", $"'{SecretNames.Redacted}'");
        var beginning = secret[..Math.Min(secret.Length, BeginningLength)];
        var at = text.IndexOf(beginning, StringComparison.Ordinal);
        if (at < 0) return text;
        var result = new StringBuilder();
        var from = 0;
        for (; at >= 0; at = text.IndexOf(beginning, from, StringComparison.Ordinal))
        {
            result.Append(text, from, at - from).Append(SecretNames.Redacted);
            // Several secrets, or spellings of one, may begin alike.
            from = at;
            foreach (var other in _secrets) from = Math.Max(from, at + text.AsSpan(at).CommonPrefixLength(other));
        }

        return result.Append(text, from, text.Length - from).ToString();
    }

    private static string TextOf(string path)
    {
        // opening a FIFO could block forever; the configuration reader reports it
        if (PathKind.OtherThanFile(path) is not null) return "";
        try
        {
            using var reader = new StreamReader(path);
            var start = new char[ConfigurationFile.SizeMaxBytes];
            return new string(start, 0, reader.ReadBlock(start, 0, start.Length));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return "";
        }
    }

    // All patterns take time in proportion to the text: a line may have a million characters.
    [GeneratedRegex(@"(?<=://)[^\s/?#""']+@")]
    private static partial Regex UserInformation();

    [GeneratedRegex(@"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\bgh[pousr]_[A-Za-z0-9]{30,}|\bgithub_pat_\w{30,}|\bhf_[A-Za-z0-9]{20,}|\bxox[abprs]-[\w-]{10,}"
        + @"|\bsk-[\w-]{20,}|\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?|(?<=\bBearer\s{1,8})[\w.~+/=-]{8,}"
        + @"|-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?(?:-----END [A-Z ]*PRIVATE KEY-----|$)")]
    private static partial Regex Token();

    // name=value, "name": "value"; what follows the name in a sentence ("password: found …") is no value
    [GeneratedRegex(@"(?<![\w.-])(?<name>[\w.-]+)(?:=|[""']\s*[:=]\s*)(?:""(?<value>[^""]+)|'(?<value>[^']+)|(?<value>[^\s""'&;,)]+))")]
    private static partial Regex Assignment();
}
