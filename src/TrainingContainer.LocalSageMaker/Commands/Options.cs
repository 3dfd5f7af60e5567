using System.CommandLine;
using System.Globalization;
using TrainingContainer.SageMaker;

namespace TrainingContainer.LocalSageMaker.Commands;

/// <summary>The kinds of options, each with what it refuses.</summary>
internal static class Options
{
    /// <summary>One without a value.</summary>
    public static Option<bool> Flag(string name, string? description = null)
    {
        var flag = new Option<bool>(name) { Description = description };
        flag.Validators.Add(result =>
        {
            if (result.Tokens.Count > 0) result.AddError($"found the value {Shown.Quoted(result.Tokens[0].Value)}, expected none");
        });
        return flag;
    }

    /// <summary>One that takes any text.</summary>
    /// <param name="name">With its dashes.</param>
    /// <param name="value">What <c>--help</c> calls the value.</param>
    /// <param name="description">For <c>--help</c>.</param>
    public static Option<string> Text(string name, string value, string? description = null) =>
        new(name) { HelpName = value, Description = description };

    /// <summary>One that takes one of the words.</summary>
    public static Option<string> Word(string name, string? description, params string[] words) => Parsed(
        name, string.Join('|', words), description,
        text => words.Contains(text) ? text : null, string.Join(" or ", words), text => Spelling.DidYouMean(text, words));

    /// <summary>One that takes a path, made absolute; an empty one, as an unset variable of a shell leaves it, is refused.</summary>
    public static Option<string> FullPath(string name, string value, string description) => Parsed(
        name, value, description, text => text.Length > 0 ? Path.GetFullPath(text) : null, "a path", _ => "name one, or leave the option out");

    /// <summary>One that takes a whole number within the limits.</summary>
    public static Option<int?> Integer(string name, string value, string description, int min, int max) => Parsed<int?>(
        name, value, description,
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null,
        string.Create(CultureInfo.InvariantCulture, $"a whole number from {min} to {max}"));

    /// <summary>One that takes a number within the limits.</summary>
    public static Option<double?> Number(string name, string value, string description, double min, double max) => Parsed<double?>(
        name, value, description,
        text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max ? number : null,
        string.Create(CultureInfo.InvariantCulture, $"a number from {min} to {max}"));

    private static Option<T> Parsed<T>(
        string name, string value, string? description, Func<string, T?> parse, string expected, Func<string, string?>? fix = null) => new(name)
    {
        HelpName = value,
        Description = description,
        CustomParser = result =>
        {
            var text = result.Tokens[0].Value;
            var parsed = parse(text);
            if (parsed is null) result.AddError($"found {Shown.Quoted(text)}, expected {expected}{(fix?.Invoke(text) is { } how ? $". Fix: {how}" : "")}");
            return parsed;
        },
    };
}
