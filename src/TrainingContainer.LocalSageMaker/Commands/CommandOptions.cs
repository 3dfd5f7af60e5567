using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The options of a command line: <c>--name value</c> or <c>--name=value</c>, or <c>--name</c> alone for a flag.</summary>
internal sealed class CommandOptions
{
    private readonly Dictionary<string, string> _values = [];
    private readonly HashSet<string> _flags = [];

    /// <summary>Reads options.</summary>
    /// <param name="arguments">Behind the command.</param>
    /// <param name="valued">Names of options with a value.</param>
    /// <param name="flags">Names of options without one.</param>
    /// <exception cref="JobInputException">An option is unknown, is given twice, or has no value.</exception>
    public CommandOptions(IReadOnlyList<string> arguments, IReadOnlyCollection<string> valued, IReadOnlyCollection<string> flags)
    {
        var mistakes = new List<Mistake>();
        for (var i = 0; i < arguments.Count; i++)
        {
            // only up to the first sign: values hold more of them
            var sign = arguments[i].StartsWith("--", StringComparison.Ordinal) ? arguments[i].IndexOf('=') : -1;
            var (name, value) = sign < 0 ? (arguments[i], null) : (arguments[i][..sign], arguments[i][(sign + 1)..]);
            if (flags.Contains(name))
            {
                if (value is null) _flags.Add(name);
                else mistakes.Add(new Mistake(name, $"found the value {Shown.Quoted(value)}, expected none"));
            }
            else if (!valued.Contains(name)) mistakes.Add(new Mistake("command line", $"found {Shown.Quoted(name)}, expected an option of this command", Spelling.DidYouMean(name, valued.Concat(flags)) ?? "see --help"));
            else if (value is null && i + 1 == arguments.Count) mistakes.Add(new Mistake(name, "found no value, expected one behind it"));
            else if (!_values.TryAdd(name, value ?? arguments[++i])) mistakes.Add(new Mistake(name, "found twice, expected once"));
        }

        if (mistakes.Count > 0) throw new JobInputException(mistakes);
    }

    /// <summary>The option's value; null when it was not given.</summary>
    public string? this[string name] => _values.GetValueOrDefault(name);

    /// <summary>Whether the flag was given.</summary>
    public bool Has(string flag) => _flags.Contains(flag);

    /// <summary>The option's value.</summary>
    /// <exception cref="JobInputException">It was not given.</exception>
    public string Required(string name) => this[name] ?? throw new JobInputException([new Mistake(name, "found no such option, expected it with a value")]);

    /// <summary>The option's path, made absolute; null when it was not given.</summary>
    /// <exception cref="JobInputException">It is empty, as an unset variable of a shell leaves it.</exception>
    public string? FullPath(string name) => this[name] switch
    {
        null => null,
        "" => throw new JobInputException([new Mistake(name, "found \"\", expected a path", "name one, or leave the option out")]),
        var path => Path.GetFullPath(path),
    };

    /// <summary>The option's whole number; null when it was not given.</summary>
    /// <exception cref="JobInputException">It is none, or not within the limits.</exception>
    public int? Integer(string name, int min, int max)
    {
        if (this[name] is not { } text) return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
            : throw new JobInputException([new Mistake(name, string.Create(CultureInfo.InvariantCulture, $"found {Shown.Quoted(text)}, expected a whole number from {min} to {max}"))]);
    }

    /// <summary>The option's number; null when it was not given.</summary>
    /// <exception cref="JobInputException">It is none, or not within the limits.</exception>
    public double? Number(string name, double min, double max)
    {
        if (this[name] is not { } text) return null;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number
            : throw new JobInputException([new Mistake(name, string.Create(CultureInfo.InvariantCulture, $"found {Shown.Quoted(text)}, expected a number from {min} to {max}"))]);
    }
}
