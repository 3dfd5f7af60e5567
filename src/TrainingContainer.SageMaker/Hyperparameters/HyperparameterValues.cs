namespace TrainingContainer.SageMaker;

/// <summary>The effective value of every declared hyperparameter of a job.</summary>
public sealed class HyperparameterValues
{
    private readonly Dictionary<Hyperparameter, object> _values;
    private readonly HashSet<Hyperparameter> _given;

    internal HyperparameterValues(
        IReadOnlyList<Hyperparameter> declarations, Dictionary<Hyperparameter, object> given, IReadOnlyDictionary<string, string> reserved)
    {
        _given = [.. given.Keys];
        _values = [];
        foreach (var declaration in declarations) _values.Add(declaration, given.GetValueOrDefault(declaration, declaration.DefaultValue));
        Reserved = reserved;
        TuningObjectiveMetric = reserved.GetValueOrDefault(ReservedNames.TuningObjectiveMetric) is { Length: > 0 } metric ? metric : null;
        var canonical = new OrderedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var declaration in declarations) canonical.Add(declaration.Name, declaration.Canonical(_values[declaration]));
        Canonical = canonical;
    }

    /// <summary>The metric that the tuning job optimizes, for example <c>validation:accuracy</c>; null outside a tuning job.</summary>
    public string? TuningObjectiveMetric { get; }

    /// <summary>What SageMaker or its SDK added (<c>sagemaker_*</c>, <c>_kfold</c> …), without quotes.</summary>
    public IReadOnlyDictionary<string, string> Reserved { get; }

    /// <summary>
    /// Every declared name, in the catalog's order, with its value in the one spelling that reads back as the same value.
    /// </summary>
    public IReadOnlyDictionary<string, string> Canonical { get; }

    /// <summary>The value: as given, or the default when none was given or the one given was a mistake.</summary>
    /// <param name="declaration">One of the catalog's own declarations.</param>
    /// <exception cref="ArgumentException">The catalog does not hold this declaration.</exception>
    public T Get<T>(Hyperparameter<T> declaration)
        where T : notnull
    {
        ArgumentNullException.ThrowIfNull(declaration);
        if (_values.TryGetValue(declaration, out var value)) return (T)value;
        throw new ArgumentException($"hyperparameter {declaration.Name}: the catalog does not hold this declaration", nameof(declaration));
    }

    /// <summary>Whether the job gave an allowed value itself. None, null and an empty text are no value.</summary>
    public bool IsGiven(Hyperparameter declaration) => _given.Contains(declaration);
}
