namespace TrainingContainer.SageMaker;

/// <summary>The declaration of a hyperparameter whose value is a <typeparamref name="T"/>.</summary>
/// <typeparam name="T">The type of the value.</typeparam>
public abstract class Hyperparameter<T> : Hyperparameter
    where T : notnull
{
    private protected Hyperparameter(string name, T @default)
        : base(name)
    {
        Default = @default;
    }

    /// <summary>The value when the job does not give one.</summary>
    public T Default { get; }

    /// <inheritdoc/>
    public sealed override string DefaultText => Canonical(Default);

    internal sealed override object DefaultValue => Default;

    /// <summary>Reads and checks a value.</summary>
    /// <param name="value">The value as given, without its quotes.</param>
    /// <param name="result">The value; the default when it cannot be read.</param>
    /// <param name="expected">What is allowed, for a message: <c>a number above 0 and at most 10</c>.</param>
    /// <returns>Whether the value is allowed.</returns>
    public abstract bool TryRead(DecodedValue value, out T result, out string expected);

    internal abstract string Canonical(T value);

    internal sealed override string Canonical(object value) => Canonical((T)value);

    internal sealed override bool TryReadValue(DecodedValue value, out object result, out string expected)
    {
        var read = TryRead(value, out var typed, out expected);
        result = typed;
        return read;
    }
}
