using System.Collections.Frozen;
using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker;

/// <summary>Tells by a name alone whether what it names is a secret: <c>DB_PASSWORD</c>, <c>aws_secret_access_key</c>, <c>hfToken</c>.</summary>
public static partial class SecretNames
{
    /// <summary>What is shown in place of a secret.</summary>
    public const string Redacted = "<redacted>";

    // Read wherever they stand in a name.
    private static readonly string[] Parts =
        ["password", "passwd", "passphrase", "secret", "credential", "apikey", "accesskey", "privatekey", "authtoken", "accesstoken", "signature"];

    // Read only as a whole word, since they are parts of harmless ones: tokenizer, author, passes.
    private static readonly FrozenSet<string> Words = new[] { "token", "pwd", "pass", "auth", "authorization", "bearer", "pin", "sas", "sig", "cookie" }
        .ToFrozenSet(StringComparer.Ordinal);

    // The folders of a shell, and what .NET writes behind the name of an assembly.
    private static readonly FrozenSet<string> Harmless = new[] { "PWD", "OLDPWD", "PublicKeyToken" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether the name says that its value is a secret.</summary>
    public static bool Contains(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (Harmless.Contains(name)) return false;
        var words = Word().Matches(name).Select(match => match.Value.ToLowerInvariant()).ToList();
        return words.Any(Words.Contains) || Parts.Any(part => string.Concat(words).Contains(part, StringComparison.Ordinal));
    }

    /// <summary>The same entries, with <see cref="Redacted"/> for every value whose name says that it is a secret.</summary>
    public static IReadOnlyDictionary<string, string> Redact(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (!values.Keys.Any(Contains)) return values;
        var shown = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in values) shown.Add(name, Contains(name) ? Redacted : value);
        return shown;
    }

    // "DB_PASSWORD", "dbPassword" and "db-password" are two words each.
    [GeneratedRegex("[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")]
    private static partial Regex Word();
}
