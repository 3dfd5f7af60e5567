using System.Text.RegularExpressions;

namespace TrainingContainer.SageMaker;

/// <summary>Writes variables as lines that a POSIX shell takes: <c>set -a; eval "$(training-container env)"; set +a</c>.</summary>
public static partial class ShellLines
{
    /// <summary>
    /// One <c>NAME=value</c> per variable, the value in single quotes where the shell would read anything into it. A name that no shell
    /// takes has underscores for what is not a letter or digit, as SageMaker's own driver script does, unless that name is taken.
    /// </summary>
    public static IEnumerable<string> Of(IReadOnlyDictionary<string, string> variables)
    {
        ArgumentNullException.ThrowIfNull(variables);
        foreach (var (name, value) in variables)
        {
            var shellName = NoNameCharacter().Replace(name, "_");
            if (shellName == name || !variables.ContainsKey(shellName)) yield return $"{shellName}={Quoted(value)}";
        }
    }

    private static string Quoted(string value) => Plain().IsMatch(value) ? value : $"'{value.Replace("'", "'\\''")}'";

    [GeneratedRegex("[^A-Za-z0-9_]")]
    private static partial Regex NoNameCharacter();

    [GeneratedRegex(@"^[A-Za-z0-9_./:@%+,-]*\z")]
    private static partial Regex Plain();
}
