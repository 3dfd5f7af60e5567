namespace TrainingContainer.SageMaker;

/// <summary>
/// The declaration of one hyperparameter: everything that validation, tuning ranges, <c>describe</c> and the documentation
/// need to know is said here, once.
/// </summary>
public abstract class Hyperparameter
{
    private protected Hyperparameter(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        Name = name;
    }

    /// <summary>The name in hyperparameters.json, for example <c>learning_rate</c>.</summary>
    public string Name { get; }

    /// <summary>Other names that are accepted, for example <c>lr</c>.</summary>
    public IReadOnlyList<string> Aliases { get; init; } = [];

    /// <summary>What it does, in one or two sentences.</summary>
    public string Help { get; init; } = "";

    /// <summary>Whether automatic model tuning may search over it.</summary>
    public bool Tunable { get; init; }

    /// <summary>The choice that makes it count, for example <c>model=cnn</c>; null when it always counts.</summary>
    public string? UsedWhen { get; init; }

    /// <summary>
    /// Whether a job that goes on from a checkpoint may have another value. False (the default) where it would alter the result: a
    /// resumed job refuses it.
    /// </summary>
    public bool MayChangeOnResume { get; init; }

    /// <summary>The type as in the CreateAlgorithm API: <c>Integer</c>, <c>Continuous</c>, <c>Categorical</c> or <c>FreeText</c>.</summary>
    public abstract string TypeName { get; }

    /// <summary>The values allowed, for people: <c>1 to 100000</c>, <c>above 0, at most 10</c>, <c>adam, adamw, rmsprop, sgd</c>.</summary>
    public abstract string RangeText { get; }

    /// <summary>The default in its canonical spelling.</summary>
    public abstract string DefaultText { get; }

    /// <summary>The values of a categorical hyperparameter in their canonical spelling; empty for the other types.</summary>
    public virtual IReadOnlyList<string> Choices => [];

    internal abstract object DefaultValue { get; }

    internal abstract bool TryReadValue(DecodedValue value, out object result, out string expected);

    // Must read back as the same value.
    internal abstract string Canonical(object value);

    /// <summary>The name.</summary>
    public override string ToString() => Name;
}
