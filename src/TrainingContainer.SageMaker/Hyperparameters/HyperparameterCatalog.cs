namespace TrainingContainer.SageMaker;

/// <summary>All hyperparameters of an algorithm.</summary>
public sealed class HyperparameterCatalog
{
    private readonly Dictionary<string, Hyperparameter> _byName = new(StringComparer.Ordinal);

    /// <summary>Collects the declarations.</summary>
    /// <param name="declarations">In the order of the documentation.</param>
    /// <exception cref="ArgumentException">A name or alias occurs twice, or a default is not an allowed value.</exception>
    public HyperparameterCatalog(IEnumerable<Hyperparameter> declarations)
    {
        ArgumentNullException.ThrowIfNull(declarations);
        Declarations = [.. declarations];
        foreach (var declaration in Declarations)
        {
            foreach (var name in NamesOf(declaration))
                if (!_byName.TryAdd(name, declaration)) throw new ArgumentException($"hyperparameter {name}: declared twice");
            CheckDefault(declaration);
        }
    }

    /// <summary>The declarations in the order given.</summary>
    public IReadOnlyList<Hyperparameter> Declarations { get; }

    /// <summary>Decodes and checks a job's raw values.</summary>
    /// <param name="raw">The entries of hyperparameters.json as they stand there.</param>
    /// <param name="mistakes">
    /// Where mistakes are added: a value out of range, a name that nobody declared (with the names that are probably meant), a value given
    /// by two names.
    /// </param>
    /// <returns>The values given, and defaults for all others, also where the value given is a mistake.</returns>
    public HyperparameterValues Read(IReadOnlyDictionary<string, string> raw, ICollection<Mistake> mistakes)
    {
        ArgumentNullException.ThrowIfNull(raw);
        ArgumentNullException.ThrowIfNull(mistakes);
        var given = new Dictionary<Hyperparameter, object>();
        foreach (var declaration in Declarations)
            if (ReadOne(declaration, raw, mistakes) is { } value) given.Add(declaration, value);

        var reserved = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in raw.Keys.Where(name => !_byName.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            if (ReservedNames.Contains(name)) reserved.Add(name, DecodedValue.Of(raw[name]).Text);
            else mistakes.Add(Unknown(name, raw[name]));
        }

        return new HyperparameterValues(Declarations, given, reserved);
    }

    /// <summary>A GitHub table: <c>| name | type | range | default | tunable | what it does |</c>.</summary>
    public string ToMarkdown() => Markdown.Table(
        ["name", "type", "range", "default", "tunable", "what it does"],
        Declarations.Select(IReadOnlyList<string> (declaration) =>
        [
            string.Join(", ", NamesOf(declaration).Select(Markdown.Code)),
            declaration.TypeName,
            declaration.RangeText,
            Markdown.Code(declaration.DefaultText),
            declaration.Tunable ? "yes" : "no",
            HelpOf(declaration),
        ]));

    private static string HelpOf(Hyperparameter declaration) => declaration.UsedWhen is null
        ? declaration.Help
        : $"{declaration.Help} Used when {Markdown.Code(declaration.UsedWhen)}.".TrimStart();

    private static object? ReadOne(Hyperparameter declaration, IReadOnlyDictionary<string, string> raw, ICollection<Mistake> mistakes)
    {
        var values = new List<(string Name, DecodedValue Value)>();
        foreach (var name in NamesOf(declaration))
            if (raw.TryGetValue(name, out var text) && DecodedValue.Of(text) is var decoded && IsGiven(declaration, decoded))
                values.Add((name, decoded));

        if (values.Count == 0) return null;
        if (values.Count > 1)
        {
            mistakes.Add(GivenTwice(declaration, values));
            return null;
        }

        var (givenName, value) = values[0];
        if (declaration.TryReadValue(value, out var result, out var expected)) return result;
        var fix = Spelling.DidYouMean(value.Text, declaration.Choices)
            ?? "leave it out" + (declaration.DefaultText.Length == 0 ? "" : $" to use the default {Shown.Plain(declaration.DefaultText)}");
        mistakes.Add(new Mistake($"hyperparameter {givenName}", $"found {Shown.Quoted(value.Text)}, expected {expected}", fix));
        return null;
    }

    // Python's None means "the default", except where "none" is itself a choice.
    private static bool IsGiven(Hyperparameter declaration, DecodedValue value) =>
        !value.IsNotGiven || (value.Text.Trim() == "None" && declaration.Choices.Contains("none"));

    private static Mistake GivenTwice(Hyperparameter declaration, List<(string Name, DecodedValue Value)> values)
    {
        var found = string.Join(" and ", values.Select(value => $"{value.Name}={Shown.Quoted(value.Value.Text)}"));
        return new Mistake(
            $"hyperparameter {declaration.Name}",
            $"found {found}, expected one of these names only, as they mean the same",
            $"keep {declaration.Name}, remove the other");
    }

    private Mistake Unknown(string name, string value)
    {
        var fix = Spelling.DidYouMean(name, _byName.Keys) ?? "remove it";
        return new Mistake(
            $"hyperparameter {Shown.Plain(name)}",
            $"found {Shown.Quoted(DecodedValue.Of(value).Text)}, expected no hyperparameter of this name",
            fix);
    }

    private static void CheckDefault(Hyperparameter declaration)
    {
        var text = declaration.DefaultText;
        if (text.Length > 0 && !declaration.TryReadValue(DecodedValue.Of(text), out _, out var expected))
            throw new ArgumentException($"hyperparameter {declaration.Name}: found the default {text}, expected {expected}");
    }

    private static IEnumerable<string> NamesOf(Hyperparameter declaration) => declaration.Aliases.Prepend(declaration.Name);
}
